"""What an archive holds ready to be opened: the sums, and single answers as the last shuffle left them."""

from ballots import events
from ballots.archive import Archive
from ballots.election import Election
from ballots.errors import Invalid
from ballots.shuffle import check_shuffle, to_shuffle, with_shuffled
from ballots.tally import EncryptedTally, read_tally


def to_decrypt(archive: Archive, election: Election) -> EncryptedTally:
    """The encrypted tally after all shuffles so far, each checked; ``Invalid("no-tally")`` where there is none yet.

    That the published sums are those of the ballots is for ``verify`` to say.
    """
    steps = archive.of_kind(events.ENCRYPTED_TALLY)
    if not steps:
        raise Invalid("no-tally", "the votes are not added up yet")
    (raw,) = archive.contents(steps[0].data[:1])
    tally = read_tally(election, raw)
    lists = to_shuffle(election, tally)
    for shuffle in archive.contents(step.data[0] for step in archive.of_kind(events.SHUFFLE)):
        lists = check_shuffle(election, lists, shuffle)
    return with_shuffled(election, tally, lists)
