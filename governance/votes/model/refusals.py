"""The ways in which a vote says no."""

from governance.errors import NotAllowed, Refusal


class RollRepeats(Refusal):
    code = "roll-repeats"


class RollEmpty(Refusal):
    code = "roll-empty"


class WrongState(Refusal):
    """The act belongs to another state of the vote; ``state`` says which one it is in."""

    code = "wrong-state"


class EndsWithItsMeeting(Refusal):
    """No end was fixed for this vote: it ends with its meeting, and nobody ends it before (P-152)."""

    code = "ends-with-its-meeting"


class ModeOne(Refusal):
    """A secret ballot that binds is verifiable, and its parts are in hands that watch each other (MODE-1).

    ``because`` says what is missing: too few key-holders, one who could open it alone, all of them needed, an operator.
    """

    code = "mode-1"


class WrongMode(Refusal):
    """The act belongs to votes that are taken in another way; ``mode`` says in which this one is."""

    code = "wrong-mode"


class NoSeat(Refusal):
    """All keys of this vote have their holders already."""

    code = "no-seat"


class NotYourTurn(Refusal):
    """The ceremony waits for others before this step; ``step`` says which one was tried."""

    code = "not-your-turn"


class TooFewBallots(Refusal):
    """So few count that their sum would tell how single people voted (SMALL-1)."""

    code = "too-few-ballots"


class StruckOff(Refusal):
    """The member was given a paper or voted by phone, and votes online no more (P-154)."""

    code = "struck-off"


class TooEarly(Refusal):
    code = "too-early"


class TooLateToOpen(Refusal):
    """The rules ask for more days between opening and closing than are left (P-151)."""

    code = "too-late-to-open"


class KeysMissing(Refusal):
    code = "keys-missing"


class CredentialsMissing(Refusal):
    code = "credentials-missing"


class CredentialsDiffer(Refusal):
    """The list holds more or fewer credentials than there are people on the roll (BAL-7)."""

    code = "credentials-differ"


class MaterialInvalid(Refusal):
    """A key, a list or a partial decryption that does not hold; ``reason`` is the code of `ballots`."""

    code = "material-invalid"


class TwoParts(Refusal):
    """One person may not hold two of the parts that must watch each other (MODE-1)."""

    code = "two-parts"


class AlreadyGiven(Refusal):
    code = "already-given"


class NotOnTheRoll(Refusal):
    code = "not-on-the-roll"


class NotOpen(Refusal):
    code = "not-open"


class Closed(Refusal):
    """Too late; ``closed_at`` and the server's time ``received_at`` are among the facts (DB-6)."""

    code = "closed"


class ForeignBallot(Refusal):
    """A ballot, or an archive, made for another vote."""

    code = "foreign-ballot"


class WrongCredential(Refusal):
    """Not in the list, already used by another sign-in, or not the one this sign-in used before (SEC-2)."""

    code = "wrong-credential"


class TamperedBallot(Refusal):
    """``reason`` is the code of the first check that failed in `ballots`."""

    code = "tampered-ballot"


class SecondBallot(Refusal):
    """The rules let each member cast once (P-153)."""

    code = "second-ballot"


class NotYours(NotAllowed):
    """The part belongs to another key-holder."""

    code = "not-yours"


class ArchiveInvalid(Refusal):
    """The public record does not verify, so nothing is declared; ``reason`` says where it breaks."""

    code = "archive-invalid"


class SecondPersonNeeded(Refusal):
    """What two people must ask for: this one has asked already (PERM-7)."""

    code = "second-person-needed"


class CodesByHolder(Refusal):
    """A person makes the voting codes of this vote, and the server never sees them (CRED-1)."""

    code = "codes-by-holder"


class WitnessHasNoKey(Refusal):
    """Nobody said what this witness signs with, so a signature could be anybody's."""

    code = "witness-has-no-key"


class CodesBrought(Refusal):
    """The list of voting codes fits the roll as it is, so the roll stays (BAL-7)."""

    code = "codes-brought"


class AlreadyDecided(Refusal):
    """A second person has approved or refused it already."""

    code = "already-decided"


class NoProxies(Refusal):
    """The rules know no proxies (P-170)."""

    code = "no-proxies"


class ProxyTooLate(Refusal):
    """The rules want to know of a proxy some time before the meeting (P-174)."""

    code = "proxy-too-late"


class MayNotBeProxy(Refusal):
    """The finding says why: no member, an excluded position, or too many members who lent their vote already."""

    code = "may-not-be-proxy"


class NothingToLend(Refusal):
    """Whoever has no vote at a meeting cannot lend it."""

    code = "nothing-to-lend"


class AlreadyLent(Refusal):
    """The member has a proxy for this meeting, and takes that one back first."""

    code = "already-lent"


class NotBySuchAVote(Refusal):
    """The rules or the law want this decided in another way; the finding says which rule does (MODE-3)."""

    code = "not-by-such-a-vote"


class SetupStands(Refusal):
    """The vote that is being set up waits for its second person, or is prepared: its answers stand still."""

    code = "setup-stands"


class SetupIncomplete(Refusal):
    """Something is still to be answered; ``step`` says where."""

    code = "setup-incomplete"


class NoPaper(Refusal):
    """Nobody votes on paper or by phone in this vote (P-150)."""

    code = "no-paper"


class AlreadyIssued(Refusal):
    """The member was given a paper, or was phoned, before."""

    code = "already-issued"


class SecondTeller(Refusal):
    """It takes a second person: whoever did the first part does not do this one too (P-155)."""

    code = "second-teller"


class Candidate(Refusal):
    """Nobody counts a vote in which they can be chosen (P-155)."""

    code = "candidate"


class NotConfirmed(Refusal):
    """The second teller has not confirmed yet that the member was given a paper."""

    code = "not-confirmed"


class CancellationDue(Refusal):
    """A ballot of the member still counts online: until it is cancelled, the paper would be a second one (BAL-16)."""

    code = "cancellation-due"


class NothingToCancel(Refusal):
    """Nobody who votes on paper has cast a ballot with this voting code."""

    code = "nothing-to-cancel"


class PapersNotCounted(Refusal):
    """Papers went out, and two tellers have not yet agreed on what came back (P-155)."""

    code = "papers-not-counted"


class DoesNotAddUp(Refusal):
    """More people took part than may vote, or ballots were cancelled of people who voted in no other way."""

    code = "does-not-add-up"


class NotAtTheMeeting(Refusal):
    """The vote is taken at a meeting, by those who are there and their proxies (MODE-3)."""

    code = "not-at-the-meeting"


class NoExtension(Refusal):
    """The end stands: this server was there for the last hour, or the vote has ended (DB-6)."""

    code = "no-extension"


class TooFull(Refusal):
    """Less than a gigabyte is free on the disk: a vote that is opened may not be able to take its ballots in (DB-8)."""

    code = "disk-too-full"


class AlreadyRerun(Refusal):
    """The vote that was set aside is being held again; ``rerun`` is the new one."""

    code = "already-rerun"


class NothingCounted(Refusal):
    """Nobody has counted the hands, so there is nothing to close."""

    code = "nothing-counted"
