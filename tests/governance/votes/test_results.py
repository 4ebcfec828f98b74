"""What a declared vote came to: for every kind of question, with papers, and group by group."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from ballots import verify
from ballots.__main__ import main
from governance.errors import NotFound
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model.publishing import Detail
from governance.votes.showing.files import answers_file, bindings_file, checkpoints_file, counts_file, papers_file
from governance.votes.showing.voting import verified_ending
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling
from tests.governance.votes.counting import EVERY_KIND, SAID, cast, declare, of_yes_and_no


async def results(database: Database, polling: Polling) -> votes.Results:
    async with database.reading() as view:
        found = await votes.results(view, polling.voters[0], polling.vote)
    assert found is not None
    return found


async def test_a_ballot_paper_with_every_kind_of_question(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=4, questions=EVERY_KIND)
    for voter, said in enumerate(SAID):
        await cast(database, keys, polling, voter, said)
    async with database.reading() as view:
        assert await votes.results(view, polling.voters[0], polling.vote) is None, "nothing before the declaration"
    await declare(database, keys, polling)
    found = await results(database, polling)
    assert (found.detail, found.took_part, found.roll) == (Detail.PARTS, 3, 4)
    yes_no, choose, ranking, grades = found.together
    assert (yes_no.numbers, yes_no.blank) == ((2, 0), 1)
    assert (choose.numbers, choose.blank) == ((1, 2, 1), 1)
    assert (ranking.answers, ranking.blank) == (((1, 2, 0), (2, 1, 3)), 1)
    assert (grades.answers, grades.blank) == (((1, 1, 2), (1, 2, 0)), 1)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert verify(await votes.archive(view, polling.voters[0], polling.vote)).result == vote.result
    assert b"\n1 2 1 3 0\n" in papers_file(vote, found.together, 3).content
    assert b"\r\n1,1,1,2\r\n" in answers_file(vote, found.together, 4).content
    assert b"Bryn,2\r\n" in counts_file(vote, found.together).content
    for number in (0, 1, 2, 4, 5):
        with pytest.raises(NotFound):
            papers_file(vote, found.together, number)


async def test_papers_are_added_and_told_where_they_are_many_enough(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=5, smallest_cell=2)
    for voter in range(3):
        await cast(database, keys, polling, voter, [[0, 1, 0]])
    await declare(database, keys, polling, of_yes_and_no(2, 1, 0, 1))
    found = await results(database, polling)
    assert (found.channels[0].online, found.took_part) == (3, 5)
    assert (found.together[0].numbers, found.together[0].blank) == ((3, 1), 1)


@pytest.mark.control("SMALL-2")
async def test_of_one_paper_nothing_is_told_but_the_turnout(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=5, smallest_cell=2)
    for voter in range(3):
        await cast(database, keys, polling, voter, [[0, 1, 0]])
    await declare(database, keys, polling, of_yes_and_no(1, 0, 0, 1))
    found = await results(database, polling)
    assert found.is_withheld
    assert (found.together, found.groups[0].tallies) == ((), ())
    assert (found.took_part, found.groups[0].agreed) == (4, True)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
    with pytest.raises(NotFound):
        counts_file(vote, found.together)


async def test_groups_are_told_one_by_one_and_together_when_all_have_a_result(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3, joint="both", classes=["citizen"])
    for voter, said in enumerate(([[0, 1, 0]], [[0, 0, 1]], [[0, 1, 0]])):
        await cast(database, keys, polling, voter, said)
    async with database.writing() as tx:
        voters = [ballots.RollLine(polling.voters[0].member or "", "worker")]
        other = await votes.prepare(
            tx,
            OPERATOR,
            question=ballots.QUESTION,
            roll=voters,
            opens_at=OPENS,
            now=OPENS,
            joint="both",
            classes=["worker"],
        )
    await declare(database, keys, polling)
    found = await results(database, polling)
    assert [group.vote.classes for group in found.groups] == [["citizen"]]
    assert [vote.id for vote in found.waiting] == [other.id]
    assert found.together == ()
    assert (found.groups[0].tallies[0].numbers, found.groups[0].agreed) == ((2, 1), True)


def unpacked(folder: Path, content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as file:
        file.extractall(folder)
        return [str(folder / name) for name in file.namelist()]


async def test_what_a_member_saves_and_types_says_valid(
    database: Database, keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the page about the proof says it: the record, all checkpoints, and the further proofs of the key-holders."""
    polling = await ballots.opened(database, keys, count=3, questions=EVERY_KIND[2:])
    async with database.reading() as view:
        assert await votes.checkpoints(view, OPERATOR, polling.vote) == (), "not while the vote is open (SEC-5)"
    for voter, said in enumerate(SAID):
        await cast(database, keys, polling, voter, said[2:])
    await declare(database, keys, polling)
    member = polling.voters[0]
    async with database.reading() as view:
        vote = await votes.find(view, member, polling.vote)
        box = await votes.box(view, keys, member, polling.vote)
        record = tmp_path / "vote.bel"
        record.write_bytes(await votes.archive(view, member, polling.vote))
        saved = [
            checkpoints_file(vote, await votes.checkpoints(view, member, polling.vote)),
            bindings_file(vote, await votes.bindings(view, polling.vote)),
        ]
        ending = verified_ending(vote, None)
    notes, bindings = (unpacked(tmp_path, file.content) for file in saved)
    assert box is not None
    assert (len(notes), len(bindings)) == (2, 3), "of the opening and the seal; of each key-holder"
    typed = ["verify", str(record), "--against", *notes, "--signed-by", box.key, "--bindings", *bindings]
    assert main(typed) == 0
    said_ = capsys.readouterr().out
    assert said_.startswith("VALID")
    assert "WARNING" not in said_
    assert said_.endswith(f"{ending}\n")
