"""Votes for programs: ballots, keys, lists and decryptions travel as the bytes that are published."""

from governance.votes import booth
from governance.votes.api.cancelling import CancellingApi
from governance.votes.api.ceremony import CeremonyApi
from governance.votes.api.voting import VotesApi

APIS = (VotesApi, CeremonyApi, CancellingApi, *booth.APIS)
