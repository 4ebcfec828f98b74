"""After the seal nobody can pair a member with a ballot from all that the server stores (SEC-6)."""

import faulthandler
import random

import pytest

from tests.governance.conftest import Web
from tests.governance.votes import linkage_day, linkage_leaks, linkage_store
from tests.governance.votes.linkage import WORD, Match, matches

SEED = 2027
LUCK = 0.01


@pytest.mark.both_databases
@pytest.mark.control("SEC-6")
async def test_nobody_pairs_members_with_ballots_and_every_planted_leak_is_caught(web: Web) -> None:
    await played(web, count=24)


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.control("SEC-6")
async def test_nobody_pairs_two_hundred_members_with_their_ballots(
    web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # a long run is no hanging one
    tried, best = await played(web, count=200)
    with capsys.disabled():
        print(f"\n{web.database.address.partition(':')[0]}: {tried} matchers over 200 voters, the luckiest {best}")


async def played(web: Web, *, count: int) -> tuple[int, Match]:
    day = await linkage_day.spent(web, random.Random(SEED), count=count)
    names = await linkage_store.names(day)
    kept = await linkage_store.facts(day, names)
    found = matches(kept, kept, names, SEED)
    assert [match for match in found if match.p <= LUCK] == []
    for kind, plant in linkage_leaks.LEAKS.items():
        leaking = await plant(day)
        caught = [match for match in matches(leaking, [*kept, *leaking], names, SEED) if match.p <= LUCK]
        assert kind in {match.kind for match in caught}, f"a leak by {kind} went unseen"
    return len(found), found[0]


@pytest.mark.both_databases
@pytest.mark.control("SEC-3")
async def test_of_one_who_votes_alone_in_an_hour_nothing_kept_tells_more_than_the_day(web: Web) -> None:
    """Six voters and a night, hours between them: whatever names a voter and has a time has the same for everybody."""
    day = await linkage_day.spent(web, random.Random(SEED), count=6, gap=(121, 180))
    names = await linkage_store.names(day)
    times: dict[str, dict[int, set[float]]] = {}
    for fact in await linkage_store.facts(day, names):
        voters = {names.persons[word] for word in WORD.findall(fact.text) if word in names.persons}
        for (kind, name), number in fact.numbers.items():
            if kind == "time" and len(voters) == 1:
                times.setdefault(f"{fact.where}.{name}", {}).setdefault(voters.pop(), set()).add(number)
                break
    telling = {column for column, by_voter in times.items() if len(set(map(frozenset, by_voter.values()))) > 1}
    assert times
    assert telling == set()
