"""Where the platform keeps something of a person: one list, so that anybody can check that nothing is missing from it.

Of each table only the columns named here are copied; what is not named stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holder(StrEnum):
    """By what a row is known to be somebody's: by who they are, or by something of theirs that was read before it."""

    MEMBER = "member"
    ACCOUNT = "account"
    REFERENCE = "reference"  # as the log and those who act are named
    PERSON = "person"
    ASSISTANT = "assistant"
    SUPPORT = "support"  # an arrangement for this person
    WORK = "work"  # an arrangement in which this assistant works
    PAYMENT = "payment"
    SHARED = "shared"
    SESSION = "session"
    STAY = "stay"  # in the house of a trust
    LINE = "line"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of a table that are somebody's through any of the columns of ``by``, with the ``columns`` that are copied.

    ``gives``: by which column the rows lead to others. ``sealed``: a column that is opened for its owner, in the
    row that ``sealed_in`` describes.
    """

    table: str
    by: Mapping[str, Holder]
    columns: str
    sealed: str | None = None
    sealed_in: str = "{id}"
    gives: Mapping[Holder, str] = field(default_factory=dict)


_AGREED = "id arrangement number proposed_at starts_on week place weekday_rate weekend_rate night_rate text_hash"
_STANDING = (
    "id entered_at person assistant state directs employs source introduction_only personal_care contracted_by"
    " quality_standard registration agreement started_on reviewed_on review_by told_of_end_at ends_on ground"
    " moves_to moves_contract moves_on"
)
_FRAMEWORK = " framework_least framework_most framework_start framework_end framework_cap payment backup"
_CHANGE = "id arrangement agreement proposed_at since until week emergency settled_at stands"
_ANSWER = "arrangement subject text_hash party yes at"
_STOP = "arrangement number kind taken_at lifted_at ratified_at confirmed"

KEPT: tuple[Kept, ...] = (
    # the register, the sign-in and what somebody did
    Kept("member", {"id": Holder.MEMBER}, "number name_given name_family address email language formats entered_on"),
    Kept("member_history", {"member": Holder.MEMBER}, "since name_given name_family address email language formats"),
    Kept("class_period", {"member": Holder.MEMBER}, "class since until reason"),
    Kept("access_account", {"id": Holder.ACCOUNT}, "name address comfort closed_at"),
    Kept("access_role", {"account_id": Holder.ACCOUNT}, "role from_at until_at"),
    Kept("access_login", {"account_id": Holder.ACCOUNT}, "assurance expires_at"),
    Kept("audit", {"actor": Holder.REFERENCE}, "at action"),
    Kept(
        "letter",
        {"recipient": Holder.MEMBER},
        "notice edition language name email postal channel state created_at sent_at deemed_on",
    ),
    # offices, meetings, motions and votes; no ballot is known to be anybody's
    Kept("board_term", {"member": Holder.MEMBER}, "office since how appointed_at until ended_because"),
    Kept(
        "board_interest",
        {"member": Holder.MEMBER},
        "id kind nature matters counterparty since declared_at at_request until",
    ),
    Kept("board_item_seat", {"member": Holder.MEMBER}, "item class because answer reason"),
    Kept("attendance", {"member": Holder.MEMBER}, "meeting sitting how at"),
    Kept("motion", {"proposer": Holder.MEMBER}, "id title text why stage proposed_at proposed_on"),
    Kept("motion_support", {"member": Holder.MEMBER}, "motion at"),
    Kept("motion_draft", {"account": Holder.ACCOUNT}, "given changed_at"),
    Kept("vote_roll", {"member": Holder.MEMBER}, "vote version class"),
    Kept("vote_issue", {"member": Holder.MEMBER}, "vote channel issued_at"),
    Kept("vote_open", {"member": Holder.MEMBER}, "vote answers at"),
    Kept("vote_proxy", {"giver": Holder.MEMBER}, "meeting appointed_at holder_name directed revoked_at"),
    Kept("inspection_grant", {"member": Holder.MEMBER}, "body power evidence columns earliest latest expires_at"),
    Kept(
        "inspection_disclosure",
        {"person": Holder.PERSON},
        "grant authority purpose objected_at answer",
        gives={Holder.DISCLOSURE: "grant"},
    ),
    Kept(
        "inspection_grant",
        {"id": Holder.DISCLOSURE},
        "id body power lawful_basis inspector_name earliest latest expires_at revoked_at revoked_because",
    ),
    Kept("inspection_reading", {"grant": Holder.DISCLOSURE}, "grant at what file"),
    # support: who speaks, what was agreed, what was changed
    Kept("person", {"id": Holder.PERSON}, "id entered_at name"),
    Kept(
        "person_representative",
        {"person": Holder.PERSON, "member": Holder.MEMBER},
        "authority scope since until seen checked_on",
    ),
    Kept(
        "arrangement",
        {"person": Holder.PERSON},
        _STANDING + _FRAMEWORK,
        sealed="registration_reason",
        gives={Holder.SUPPORT: "id"},
    ),
    Kept("arrangement", {"assistant": Holder.ASSISTANT}, _STANDING, gives={Holder.WORK: "id"}),
    Kept("arrangement_agreement", {"arrangement": Holder.SUPPORT}, _AGREED, sealed="said"),
    Kept("arrangement_agreement", {"arrangement": Holder.WORK}, _AGREED, sealed="said"),
    Kept("arrangement_answer", {"arrangement": Holder.SUPPORT}, _ANSWER),
    Kept("arrangement_answer", {"arrangement": Holder.WORK}, _ANSWER),
    Kept("arrangement_variation", {"arrangement": Holder.SUPPORT}, _CHANGE + " inside finding cost_before cost"),
    Kept("arrangement_variation", {"arrangement": Holder.WORK}, _CHANGE),
    Kept(
        "arrangement_draft",
        {"account": Holder.ACCOUNT},
        "changed_at",
        sealed="answers",
        sealed_in="{account} {person} {assistant}",
    ),
    Kept("fund_draft", {"account": Holder.ACCOUNT}, "changed_at", sealed="answers", sealed_in="{account}"),
    Kept("payment_draft", {"account": Holder.ACCOUNT}, "changed_at", sealed="answers", sealed_in="{account}"),
    Kept("arrangement_help", {"arrangement": Holder.SUPPORT}, "arrangement office asked_at until"),
    Kept("arrangement_look", {"arrangement": Holder.SUPPORT}, "arrangement office at"),
    Kept(
        "arrangement_dispute",
        {"raised_by": Holder.REFERENCE},
        "arrangement party raised_at advocate_wanted closed_on outcome",
        sealed="about",
    ),
    Kept("arrangement_urgent_action", {"arrangement": Holder.SUPPORT}, _STOP),
    Kept("arrangement_urgent_action", {"assistant": Holder.ASSISTANT}, _STOP),
    Kept("duty", {"arrangement": Holder.SUPPORT}, "arrangement task owner since until"),
    Kept("introduction", {"person": Holder.PERSON}, "source employer introduced_at outcome ground ended_on"),
    Kept("introduction", {"assistant": Holder.ASSISTANT}, "source employer introduced_at outcome ended_on"),
    Kept("support_scheme", {"person": Holder.PERSON}, "name tasks since until"),
    Kept("worry", {"raised_by": Holder.REFERENCE}, "raised_on category referred_to referred_on"),
    # personal assistants
    Kept(
        "assistant",
        {"id": Holder.ASSISTANT},
        "entered_at name called status email phone languages area hours_free about travel shows listed left_on"
        " of_provider",
    ),
    Kept("assistant_check", {"assistant": Holder.ASSISTANT}, "item done_on noted_at until level seen"),
    Kept("assistant_training", {"assistant": Holder.ASSISTANT}, "module done_on minutes given_by noted_at"),
    Kept("rota_shift", {"assistant": Holder.ASSISTANT}, "household day begins ends kind rate"),
    Kept(
        "rota_swap",
        {"asked_by": Holder.ASSISTANT, "asked_of": Holder.ASSISTANT},
        "shift asked_at agreed answered_at",
    ),
    # what is shared: one's own part of it
    Kept(
        "shared_participant",
        {"person": Holder.PERSON},
        "shared since until told_on shows_name shows_amounts",
        gives={Holder.SHARED: "shared"},
    ),
    Kept("shared_arrangement", {"id": Holder.SHARED}, "id kind title proposed_at started_at ended_on"),
    Kept("shared_asked", {"person": Holder.PERSON}, "terms weight"),
    Kept("shared_agreed", {"person": Holder.PERSON}, "terms agreed_at"),
    Kept("shared_draft", {"account": Holder.ACCOUNT}, "subject answers changed_at"),
    Kept(
        "shared_attendance",
        {"person": Holder.PERSON},
        "entry came minutes percent weight told_at",
        gives={Holder.SESSION: "entry"},
    ),
    Kept("shared_entry", {"id": Holder.SESSION}, "id shared state day starts_at ends_at"),
    Kept("shared_share", {"person": Holder.PERSON}, "entry line pence", gives={Holder.LINE: "line"}),
    Kept("shared_line", {"id": Holder.LINE}, "id kind"),
    Kept("household_person", {"person": Holder.PERSON}, "household since until minutes entered_at"),
    Kept("training_share", {"member": Holder.MEMBER}, "session pence"),
    # living trusts
    Kept("trust_trustee", {"member": Holder.MEMBER}, "trust since until family tie"),
    Kept("trust_beneficiary", {"person": Holder.PERSON}, "trust since until", gives={Holder.STAY: "id"}),
    Kept("trust_leaving", {"beneficiary": Holder.STAY}, "on said_at read_at"),
    Kept("trust_asked", {"person": Holder.PERSON}, "decision"),
    Kept("trust_occupancy", {"person": Holder.PERSON}, "property since until weight tied entered_at"),
    Kept("trust_view", {"person": Holder.PERSON}, "decision heard written_at", sealed="words"),
    # members for members
    Kept("peer_notice", {"person": Holder.PERSON}, "kind text language put_at until taken_down_at", sealed="contact"),
    Kept(
        "peer_answer",
        {"person": Holder.PERSON},
        "notice at agreed settled_at",
        sealed="contact",
        sealed_in="{notice}|{person}",
    ),
    Kept("shared_thing", {"keeper": Holder.PERSON}, "name place entered_at withdrawn_at"),
    Kept("shared_thing_booking", {"person": Holder.PERSON}, "thing starts_at ends_at booked_at cancelled_at"),
    # money
    Kept(
        "direct_payment",
        {"person": Holder.PERSON},
        "id funder_kind funder recipient_kind net weeks amount own_contribution cap_weeks opening since next_review"
        " return_months kept_in kept_under entered_at ended_on",
        gives={Holder.PAYMENT: "id"},
    ),
    Kept("payment_period", {"payment": Holder.PAYMENT}, "payment number authority own invoice levy evidence"),
    Kept("fund_participant", {"person": Holder.PERSON}, "fund person since until told_on consented_at consent_sha256"),
    Kept("fund_agreement", {"person": Holder.PERSON}, "change at"),
    Kept("fund_bearing", {"person": Holder.PERSON}, "change spend pence"),
    Kept("fund_forgiving", {"person": Holder.PERSON}, "change pence entry"),
)

NOT_COPIED: Mapping[str, str] = {
    "access_link": "lasts for minutes and opens a sign-in",
    "access_recovery_code": "opens a sign-in",
    "inspection_look_entry": "told with who looked, and when",
    "shared_assistant": "who works for a group, which its members see with their agreement",
}
"""Tables that name people and are not copied, each with why."""
