from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import Rulebook, wording
from constitution.differences import NO_CLAUSE, ClauseChange, TextChange, differences
from constitution.redline import Fate, Run, pairs, runs
from tests.constitution.samples import model

LONGER_NOTICE = {"P-080": {"rule": "36", "value": 28}}
TEXTS = some.text(alphabet="abc .,'7£ŵ\n", max_size=60)


def _book(*paragraphs: Any, value: int = 21, **more: Any) -> Rulebook:
    clause = {"title": {"en": "Notice", "cy": "Hysbysiad"}, "paragraphs": list(paragraphs)}
    entries = {"P-080": {"rule": "36", "value": value}}
    return Rulebook.from_dict({"id": "small", "version": 1, "clauses": {"36": clause}, "parameters": entries, **more})


def _said(english: str, welsh: str) -> dict[str, str]:
    return {"en": english, "cy": welsh}


def _only(old: Rulebook, new: Rulebook) -> ClauseChange:
    (found,) = differences(old, new)
    return found


def _old(change: TextChange, language: str = "en") -> str:
    return "".join(run.words for run in change.runs[language] if run.fate is not Fate.INSERTED)


def _new(change: TextChange, language: str = "en") -> str:
    return "".join(run.words for run in change.runs[language] if run.fate is not Fate.DELETED)


NOTICE = _said("At least {P-080:clear_days} of notice must be given.", "Rhaid rhoi o leiaf {P-080:clear_days}.")


def test_a_changed_value_shows_inside_its_sentence_in_both_languages() -> None:
    found = _only(_book(NOTICE), _book(NOTICE, value=28))
    assert found.number == "36"
    assert found.paragraphs[0].runs["en"] == (
        Run(Fate.KEPT, "At least "),
        Run(Fate.DELETED, "21"),
        Run(Fate.INSERTED, "28"),
        Run(Fate.KEPT, " clear days of notice must be given."),
    )
    assert Run(Fate.INSERTED, "28") in found.paragraphs[0].runs["cy"]
    assert [(one.parameter, one.was["en"], one.becomes["en"]) for one in found.values] == [("P-080", "21", "28")]
    assert not found.is_rebound
    assert not found.title.is_changed


def test_several_words_in_a_row_are_one_change() -> None:
    assert runs("They meet on the first Monday of May, always.", "They meet on 14 June, always.") == (
        Run(Fate.KEPT, "They meet on "),
        Run(Fate.DELETED, "the first Monday of May"),
        Run(Fate.INSERTED, "14 June"),
        Run(Fate.KEPT, ", always."),
    )


def test_sentences_with_little_in_common_are_not_mixed() -> None:
    found = runs("The board meets in May.", "No member may hold more than one share of the society.")
    assert [run.fate for run in found] == [Fate.DELETED, Fate.INSERTED]


@given(TEXTS, TEXTS)
def test_kept_and_deleted_words_are_the_old_text_and_kept_and_inserted_the_new(old: str, new: str) -> None:
    found = TextChange({"en": runs(old, new)})
    assert (_old(found), _new(found)) == (old, new)
    assert all(run.words for run in found.runs["en"])
    assert all(one.fate != after.fate for one, after in zip(found.runs["en"], found.runs["en"][1:], strict=False))
    assert found.is_changed == (old != new)


@given(some.lists(some.integers(0, 5), max_size=8), some.lists(some.integers(0, 5), max_size=8))
def test_nothing_is_lost_or_moved_when_two_lists_stand_side_by_side(old: list[int], new: list[int]) -> None:
    found = list(pairs([(one,) for one in old], [(one,) for one in new], lambda one, other: int(one == other)))
    assert [one[0] for one, _ in found if one] == old
    assert [other[0] for _, other in found if other] == new
    assert all(one == other for one, other in found if one and other)


SENTENCES = some.lists(
    some.tuples(some.sampled_from(["a member votes", "a member {P-080} votes", "b", "the chair"]), some.booleans()),
    max_size=5,
)


@given(SENTENCES, SENTENCES, some.integers(1, 3), some.integers(1, 3))
def test_the_texts_of_both_books_can_be_read_from_their_differences(
    old: list[tuple[str, bool]], new: list[tuple[str, bool]], was: int, becomes: int
) -> None:
    before, after = (
        _book(
            *({**_said(words, f"{words}!"), **({"when": "P-080"} if bound else {})} for words, bound in texts),
            value=value,
        )
        for texts, value in ((old, was), (new, becomes))
    )
    found = differences(before, after)
    assert bool(found) == (replace(before, version=1) != after)
    for language in ("en", "cy"):
        for change in found:
            assert [_old(one, language) for one in change.paragraphs if _old(one, language)] == list(
                wording.paragraphs(before, "36", language)
            )
            assert [_new(one, language) for one in change.paragraphs if _new(one, language)] == list(
                wording.paragraphs(after, "36", language)
            )


def test_equal_books_have_no_differences_whatever_their_number_and_date() -> None:
    assert differences(model(), model()) == ()
    assert differences(model(), replace(model(), version=9, effective_from=date(2030, 1, 1))) == ()


def test_a_clause_added_and_one_struck_out_are_said_in_the_order_of_the_clauses() -> None:
    new = {"title": {"en": "Cats"}, "paragraphs": [{"en": "A member may bring a cat."}]}
    old = _book(NOTICE).amended({}, words={"9": {"title": {"en": "Dogs"}, "easy": [{"en": "No dogs."}]}})
    found = differences(old, old.amended({}, words={"9": None, "100": new}))
    assert [(one.number, one.fate) for one in found] == [("9", Fate.DELETED), ("100", Fate.INSERTED)]
    assert found[0].title.fate is Fate.DELETED
    assert _old(found[0].easy[0]) == "No dogs."
    assert _new(found[1].paragraphs[0], "cy") == "A member may bring a cat."


def test_a_paragraph_inserted_between_others_leaves_them_alone() -> None:
    one, other = _said("Notice is given by post.", "Drwy'r post."), _said("It is given in Welsh.", "Yn Gymraeg.")
    middle = _said("A member may ask for large print.", "Print bras.")
    found = _only(_book(one, other), _book(one, middle, other))
    assert [change.fate for change in found.paragraphs] == [Fate.KEPT, Fate.INSERTED, Fate.KEPT]


def test_a_change_of_the_welsh_alone_is_a_change() -> None:
    found = _only(_book(_said("The same.", "Yr un fath.")), _book(_said("The same.", "Yr un peth.")))
    assert [run.fate for run in found.paragraphs[0].runs["en"]] == [Fate.KEPT]
    assert found.paragraphs[0].fate is Fate.CHANGED


def test_words_that_read_the_same_but_no_longer_follow_their_value_are_a_difference() -> None:
    found = _only(_book(NOTICE), _book(_said("At least 21 clear days of notice must be given.", NOTICE["cy"])))
    assert found.is_rebound
    assert not any(one.is_changed for one in found.paragraphs)


def test_a_value_that_another_clause_quotes_changes_that_clause_too() -> None:
    quoting = {"title": {"en": "Business"}, "paragraphs": [{"en": "As said, {P-080:clear_days}."}]}
    old = _book(NOTICE).amended({}, words={"40": quoting})
    found = differences(old, old.amended(LONGER_NOTICE))
    assert [(one.number, len(one.values)) for one in found] == [("36", 1), ("40", 0)]
    assert _new(found[1].paragraphs[0]) == "As said, 28 clear days."


def test_a_value_that_moves_to_another_rule_is_said_where_it_now_stands() -> None:
    found = differences(_book(NOTICE), _book(NOTICE).amended({"P-080": {"rule": "37", "value": 21}}))
    assert [(one.number, [value.parameter for value in one.values]) for one in found] == [("37", ["P-080"])]
    assert found[0].values[0].old != found[0].values[0].new


def test_another_law_changes_the_values_that_it_governs_though_the_rules_say_the_same() -> None:
    value = {"P-185": {"rule": "36", "value": 15}}
    laws = ({"P-002": {"rule": "1", "value": law}, **value} for law in ("ccbsa2014", "trust_ew"))
    old, new = (Rulebook.from_dict({"id": "small", "version": 1, "parameters": entries}) for entries in laws)
    found = {value.parameter: value for change in differences(old, new) for value in change.values}
    assert found["P-002"].old != found["P-002"].new
    assert found["P-185"].old == found["P-185"].new
    assert (found["P-185"].was["en"], found["P-185"].becomes["en"]) == ("16", "18")


def test_a_value_on_which_a_book_is_silent_is_compared_with_the_default() -> None:
    silent = Rulebook.from_dict({"id": "small", "version": 1, "parameters": {}})
    found = _only(silent, silent.amended({"P-080": {"rule": None, "value": 30}}))
    assert found.number == NO_CLAUSE
    assert (found.values[0].old, found.values[0].was["en"], found.values[0].becomes["en"]) == (None, "14", "30")


@pytest.mark.parametrize(("before", "after"), [([], [40]), ([40], []), ([40], [50]), ([40, 60], [40, 50])])
def test_what_applies_only_from_a_number_of_members_on_is_compared_too(before: list[int], after: list[int]) -> None:
    old, new = (
        _book(NOTICE, conditions=[{"when": "members >= 100", "rule": "36", "set": {"P-080": days}} for days in given])
        for given in (before, after)
    )
    changes = _only(old, new).conditions
    (one,) = changes
    assert str(one.when) == "members >= 100"
    assert (one.old is None, one.new is None) == (len(before) < len(after), len(before) > len(after))


def test_headings_of_parts_and_the_title_of_the_whole_are_compared() -> None:
    parts = [{"first": "36", "title": {"en": "Meetings", "cy": "Cyfarfodydd"}}]
    old = _book(NOTICE, parts=parts, title={"en": "Rules"})
    new = _book(
        NOTICE, parts=[{**parts[0], "title": {"en": "General meetings", "cy": "Cyfarfodydd"}}], title={"en": "Deed"}
    )
    whole, clause = differences(old, new)
    assert (whole.number, _new(whole.title)) == (NO_CLAUSE, "Deed")
    assert _new(clause.heading) == "General meetings"
    assert clause.heading.fate is Fate.CHANGED


def test_differences_of_a_whole_model_rule_book_are_few_when_little_changes() -> None:
    found = differences(model(), model().amended(LONGER_NOTICE))
    assert "36" in {one.number for one in found}
    assert all(one.is_changed for one in found)
    assert differences(model().amended(LONGER_NOTICE), model())[0].values[0].becomes["en"] == "21"


@pytest.mark.parametrize(
    ("old", "new"), [("a " * 20_000, "a b " * 20_000), ("a b c d e f g " * 900, "b a d c f e " * 900)]
)
def test_texts_longer_than_any_clause_are_not_mixed(old: str, new: str) -> None:
    assert [run.fate for run in runs(old, new)] == [Fate.DELETED, Fate.INSERTED]


def test_clauses_of_more_paragraphs_than_any_rule_are_not_paired() -> None:
    old, new = (tuple(range(start, start + 150)) for start in (0, 75))
    found = list(pairs(old, new, lambda one, other: int(one == other)))
    assert found == [*((one, None) for one in old), *((None, one) for one in new)]
