"""What a dishonest server, trustee or voter, or a damaged disk, could make of an archive, by name."""

from tests.ballots.differential.mutations import files, order, records, trustees, voters
from tests.ballots.differential.mutations.making import MUTATIONS

__all__ = ["MUTATIONS", "files", "order", "records", "trustees", "voters"]
