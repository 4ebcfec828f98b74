"""The tables of votes."""

from governance.votes.records.box import (
    BallotRecord,
    BoardRecord,
    CheckpointRecord,
    CosignatureRecord,
    HeapRecord,
    IncomingRecord,
    PartRecord,
    TagRecord,
    WitnessRecord,
)
from governance.votes.records.ceremony import (
    CredentialListRecord,
    CredentialRecord,
    DecryptionRecord,
    MessageRecord,
    SeatRecord,
    ShuffleRecord,
)
from governance.votes.records.letters import VoteLetterRecord
from governance.votes.records.otherwise import (
    AbsenceRecord,
    CancellationRecord,
    HandsRecord,
    IssueRecord,
    OpenVoteRecord,
    PaperCountRecord,
    SimpleVoteRecord,
    SimpleVoterRecord,
)
from governance.votes.records.roll import ProxyRecord, RollChangeRecord, RollRecord
from governance.votes.records.setup import SetupPhotoRecord, SetupRecord
from governance.votes.records.vote import PhotoRecord, VoteRecord

__all__ = [
    "AbsenceRecord",
    "BallotRecord",
    "BoardRecord",
    "CancellationRecord",
    "CheckpointRecord",
    "CosignatureRecord",
    "CredentialListRecord",
    "CredentialRecord",
    "DecryptionRecord",
    "HandsRecord",
    "HeapRecord",
    "IncomingRecord",
    "IssueRecord",
    "MessageRecord",
    "OpenVoteRecord",
    "PaperCountRecord",
    "PartRecord",
    "PhotoRecord",
    "ProxyRecord",
    "RollChangeRecord",
    "RollRecord",
    "SeatRecord",
    "SetupPhotoRecord",
    "SetupRecord",
    "ShuffleRecord",
    "SimpleVoteRecord",
    "SimpleVoterRecord",
    "TagRecord",
    "VoteLetterRecord",
    "VoteRecord",
    "WitnessRecord",
]
