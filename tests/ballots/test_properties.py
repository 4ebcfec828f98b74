"""What holds for every election, whatever is asked and whoever takes part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, read_archive, verify
from ballots.report import PHASES
from tests.ballots.election_room import archive_of, parts_of
from tests.ballots.strategies import Plan, plans


def sorted_where_shuffled(plan: Plan, result):
    """Whose answer is whose cannot be told, so the order of these says nothing."""
    return [sorted(row) if question.shuffled else row for question, row in zip(plan.questions, result, strict=True)]


@given(plans())
@settings(max_examples=15)
def test_every_election_verifies_and_its_result_is_the_plain_count(plan):
    report = verify(plan.hold().archive())
    assert sorted_where_shuffled(plan, report.result) == plan.result()
    assert report.counted == len(plan.last)
    assert report.counted_weight == sum(map(plan.weight, plan.last))
    assert report.ballots == len(plan.ballots)


@pytest.mark.long
@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048", "RFC-3526-2048"])
@given(st.data())
@settings(max_examples=40)
def test_the_same_holds_in_every_group(group, data):
    plan = data.draw(plans((group,)))
    report = verify(plan.hold().archive())
    assert sorted_where_shuffled(plan, report.result) == plan.result()


@given(plans(most_voters=2))
@settings(max_examples=2)
def test_plain_python_reports_the_same_as_the_fastest_arithmetic(plan):
    archive = plan.hold().archive()
    fast, plain = verify(archive), verify(archive, arithmetic="pure")
    assert plain.arithmetic == "pure Python"
    assert (plain.result, plain.last_event, plain.tally_fingerprint, plain.warnings) == (
        fast.result,
        fast.last_event,
        fast.tally_fingerprint,
        fast.warnings,
    )


@given(plans(), st.data())
@settings(max_examples=5)
def test_every_archive_is_rebuilt_from_its_contents_and_sound_after_each_event(plan, data):
    room = plan.hold()
    assert b"".join(read_archive(room.archive()).rebuilt()) == room.archive()
    cut = data.draw(st.integers(1, len(room.entries)))
    report = verify(archive_of(parts_of(room.entries[:cut])))
    assert report.events == cut
    assert report.phase in PHASES.values()


@given(plans().filter(lambda plan: plan.ballots), st.data())
@settings(max_examples=5)
def test_no_vote_that_counts_can_be_left_away(plan, data):
    """Even if everything after it is chained anew, and whatever the same voter had cast before."""
    parts = parts_of(plan.hold().entries)
    voter = data.draw(st.sampled_from(sorted(plan.last)))
    place = max(place for place, (owner, _) in enumerate(plan.ballots) if owner == voter)
    without = [*parts[: place + 1], *parts[place + 2 :]]
    with pytest.raises(Invalid) as refused:
        verify(archive_of(without))
    assert refused.value.code == "tally-mismatch"
