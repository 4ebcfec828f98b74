"""The five model rule books: complete, as the parameter sheet says, and readable from the first word to the last."""

import pytest

from constitution import CATALOGUE, Rulebook
from tests.constitution.acceptance import differs_from_golden, differs_from_sheet, sheet, stumbling_blocks, unsaid
from tests.constitution.answers import PACKS

every_pack = pytest.mark.parametrize("pack", PACKS.values())


@every_pack
def test_every_value_is_the_one_on_the_parameter_sheet(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    assert list(differs_from_sheet(rules, pack)) == []
    assert list(rules.entries) == sorted(CATALOGUE) == sorted(sheet(pack))


@every_pack
def test_nobody_stumbles_over_a_gap_a_contradiction_or_a_wrong_citation(pack: str) -> None:
    assert list(stumbling_blocks(Rulebook.from_pack(pack), pack)) == []


@every_pack
def test_every_word_is_there_in_both_languages(pack: str) -> None:
    assert list(unsaid(Rulebook.from_pack(pack))) == []


@every_pack
def test_a_member_reads_what_was_read_and_agreed(pack: str) -> None:
    """If the change is meant: python -m tests.constitution.golden, and read the difference."""
    assert list(differs_from_golden(Rulebook.from_pack(pack), pack)) == []


@every_pack
def test_founding_members_have_a_handful_of_questions_to_decide(pack: str) -> None:
    undecided = [entry for entry in Rulebook.from_pack(pack).entries.values() if entry.undecided]
    assert 5 <= len(undecided) <= 12
    assert all(entry.rule and not entry.not_applicable for entry in undecided)


@every_pack
def test_every_clause_stands_under_a_heading(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    firsts = [part.first for part in rules.parts]
    numbers = list(rules.clauses)
    assert numbers[0] == firsts[0]
    assert [number for number in numbers if number in firsts] == firsts


@every_pack
def test_a_pack_comes_back_the_same_from_plain_data(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    assert Rulebook.from_dict(rules.to_dict()) == rules
