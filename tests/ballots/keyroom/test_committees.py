"""Committees of members at the command line and in browsers: every message to the byte, whoever made it."""

import json
from functools import cache

import pytest

from ballots import GROUPS, group
from ballots.ceremony import certify, check_dealing, check_share, commitment, deal, finish, gather, route, share_secret
from ballots.channel import channel_keys, new_seed
from ballots.keyfiles import Seat
from ballots.recovery import seeded
from ballots.roles.key_holder import derived
from ballots.threshold import read_threshold
from tests.ballots.booth.engine import recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.committee_room import hold_ceremony
from tests.ballots.election_room import counter
from tests.ballots.vectors import VECTORS

ED = "Ed25519"
OCCASION = "o4JH5bRTQJXKwM|1"
VECTOR = json.loads((VECTORS / "f-threshold-Ed25519" / "dkg.json").read_text())


@cache
def ceremony(name: str = ED, size: int = 3, threshold: int = 2):
    return hold_ceremony(group(name), counter(f"{name}{size}{threshold}"), size=size, threshold=threshold)


def texts(messages):
    return [message.decode() for message in messages]


def commitments(dealings):
    return [commitment(dealing) for dealing in dealings]


# --- the same bytes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_from_the_same_randomness_come_the_same_messages(making, name):
    here, held = group(name), ceremony(name)
    whose = {"group": name, "channel": held.seeds[1]}
    certificates, seat = texts(held.certificates), {"threshold": 2, "size": 3, "index": 2}

    draw, draws = recorded(counter("certificate"))
    expected = certify(here, held.seeds[1], size=3, threshold=2, index=2, draw=draw)
    assert making.act("certify", **whose, seat=seat, draws=draws) == expected.decode()

    draw, draws = recorded(counter("dealing"))
    expected = deal(here, held.seeds[1], held.certificates, draw)
    assert making.act("deal", **whose, certificates=certificates, draws=draws) == expected.decode()

    draw, draws = recorded(counter("share"))
    committed = commitments(held.dealings)
    expected = finish(here, held.seeds[1], held.certificates, held.letters[1], "Non", committed=committed, draw=draw)
    parts = {"certificates": certificates, "letter": held.letters[1].decode(), "committed": committed, "name": "Non"}
    assert making.act("finish", **whose, **parts, draws=draws) == expected.decode()
    assert making.act("shareSecret", **whose, share=expected.decode()) == str(held.secrets[1])


def test_a_published_ceremony_is_read_as_it_was_made(making):
    committed = [making.act("commitmentOf", dealing=dealing) for dealing in VECTOR["polynomials"]]
    assert committed == [commitment(dealing.encode()) for dealing in VECTOR["polynomials"]]
    for place, seed in enumerate(VECTOR["keys"]):
        parts = {"certificates": VECTOR["certs"], "letter": VECTOR["vinputs"][place], "committed": committed}
        share = making.act("finish", group=ED, channel=seed, **parts, name=None)
        theirs = share_secret(group(ED), seed, VECTOR["voutputs"][place].encode())
        assert share_secret(group(ED), seed, share.encode()) == theirs
        assert making.act("shareSecret", group=ED, channel=seed, share=VECTOR["voutputs"][place]) == str(theirs)


# --- whole committees, browsers and command lines mixed -------------------------------------------------------------


class Browser:
    """A member whose seed never leaves the page."""

    def __init__(self, making, name, seat):
        self.seed = counter(f"member{seat.index}")(32)
        as_json = {"threshold": seat.threshold, "size": seat.size, "index": seat.index}
        self.parts = {"group": name, "seed": self.seed.hex(), "seat": as_json, "occasion": OCCASION}
        self.making = making

    def step(self, step, **parts):
        return self.making.act("member", step=step, **self.parts, **parts).encode()

    def certificate(self):
        return self.step("certificate")

    def dealing(self, certificates):
        return self.step("dealing", certificates=texts(certificates))

    def share(self, certificates, letter, committed):
        parts = {"certificates": texts(certificates), "letter": letter.decode(), "committed": committed}
        return self.step("share", **parts, name="In a browser")

    def keys_of_all(self, letter):
        parts = {name: self.parts[name] for name in ("group", "seed", "seat")}
        return self.making.act("keysOfAll", **parts, letter=letter.decode())

    def secret(self, share):
        parts = {name: self.parts[name] for name in ("group", "seed", "seat")}
        return int(self.making.act("exponent", **parts, share=share.decode()))


class CommandLine:
    def __init__(self, _making, name, seat):
        self.group, self.seat = group(name), seat
        self.seed = new_seed(seeded(counter(f"member{seat.index}")(32), f"committee|{name}"))

    def certificate(self):
        seat = self.seat
        return certify(self.group, self.seed, size=seat.size, threshold=seat.threshold, index=seat.index)

    def dealing(self, certificates):
        return deal(self.group, self.seed, certificates)

    def share(self, certificates, letter, committed):
        return finish(self.group, self.seed, certificates, letter, "At a command line", committed=committed)

    def secret(self, share):
        return share_secret(self.group, self.seed, share)


MIXED = {
    "2 of 3, one at the command line": (ED, 2, (Browser, CommandLine, Browser)),
    "2 of 3, two at the command line": (ED, 2, (CommandLine, CommandLine, Browser)),
    "2 of 3, all in browsers": ("BELENIOS-2048", 2, (Browser, Browser, Browser)),
    "2 of 3 in the group for rankings": ("RFC-3526-2048", 2, (Browser, CommandLine, Browser)),
    "3 of 5": (ED, 3, (Browser, CommandLine, Browser, CommandLine, Browser)),
    "1 of 2": (ED, 1, (Browser, CommandLine)),
}


@pytest.mark.control("BAL-10")
@pytest.mark.parametrize(("name", "threshold", "kinds"), MIXED.values(), ids=MIXED)
def test_a_committee_of_browsers_and_command_lines_makes_one_key(making, name, threshold, kinds):
    here, size = group(name), len(kinds)
    members = [kind(making, name, Seat(threshold, size, index)) for index, kind in enumerate(kinds, 1)]
    certificates = [member.certificate() for member in members]
    dealings = [member.dealing(certificates) for member in members]
    committed = commitments(dealings)
    for number, dealing in enumerate(dealings, 1):
        check_dealing(here, certificates, number, dealing, committed[number - 1])
    letters = route(here, certificates, dealings)
    shares = [member.share(certificates, letter, committed) for member, letter in zip(members, letters, strict=True)]
    for number, share in enumerate(shares, 1):
        check_share(here, certificates, dealings, number, share)
    committee = read_threshold(here, json.loads(gather(here, certificates, dealings, shares)))
    assert committee.threshold == threshold
    for member, letter in zip(members, letters, strict=True):
        if isinstance(member, Browser):
            assert member.keys_of_all(letter) == [trustee.key for trustee in committee.members]
    for member, share, trustee in zip(members, shares, committee.members, strict=True):
        assert here.encode([here.secret_power(here.generator, member.secret(share))])[0] == trustee.key


# --- the same again -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browsers(making):
    members = [Browser(making, ED, Seat(2, 3, index)) for index in (1, 2, 3)]
    return members, [member.certificate() for member in members]


def test_a_page_that_was_closed_makes_the_same_messages_again(browsers):
    (member, *_), certificates = browsers
    assert member.certificate() == certificates[0]
    assert member.dealing(certificates) == member.dealing(certificates)


def dealt(member, certificates, occasion=OCCASION):
    member.parts["occasion"] = occasion
    dealing = json.loads(member.dealing(certificates))
    member.parts["occasion"] = OCCASION
    return dealing


@pytest.mark.control("BAL-10")
def test_another_committee_or_another_attempt_gets_other_coefficients_and_other_nonces(making, browsers):
    """A nonce that stood under two texts would give the key away; known coefficients would let others choose theirs."""
    (member, *_), certificates = browsers
    other = derived(group(ED), counter("somebody else")(32), Seat(2, 3, 3)).public_part(None)[1]
    dealings = [
        dealt(member, certificates),
        dealt(member, [*certificates[:2], other]),
        dealt(member, certificates, "o4JH5bRTQJXKwM|2"),
        dealt(member, certificates, "another-election|1"),
    ]
    coefficients = [json.loads(dealing["coefexps"]["message"])["coefexps"] for dealing in dealings]
    assert len({text for pair in coefficients for text in pair}) == 2 * len(dealings)
    sealed = [
        json.loads(text)["alpha"] for dealing in dealings for text in (dealing["polynomial"], *dealing["secrets"])
    ]
    assert len(set(sealed)) == 4 * len(dealings)
    assert len({nonce_behind(dealing["coefexps"], member.parts["seed"]) for dealing in dealings}) == len(dealings)


def nonce_behind(signed, seed):
    """r + c·x: what the signer drew, for who knows the key."""
    keys = channel_keys(group(ED), new_seed(seeded(bytes.fromhex(seed), f"committee|{ED}")))
    proof = signed["signature"]
    return (int(proof["response"]) + int(proof["challenge"]) * keys.signing) % group(ED).order


# --- what is refused ------------------------------------------------------------------------------------------------


def finishing(making, held, member=1, **changes):
    parts = {
        "channel": held.seeds[member - 1],
        "certificates": texts(held.certificates),
        "letter": held.letters[member - 1].decode(),
        "committed": commitments(held.dealings),
        "name": "Non",
    }
    return refusal(making, "finish", group=ED, **{**parts, **changes})


def changed(letter, **members):
    return json.dumps({**json.loads(letter), **members}, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.control("BAL-10")
def test_other_coefficients_than_the_committed_ones_are_refused(making):
    held, again = ceremony(), ceremony(ED, 3, 2)
    late = commitments([*held.dealings[:2], deal(group(ED), held.seeds[2], held.certificates)])
    assert finishing(making, held, committed=late) == "threshold-commitment"
    assert finishing(making, again, committed=commitments(held.dealings)[:2]) == "threshold-commitment"


@pytest.mark.control("BAL-10")
def test_a_value_that_is_not_on_its_polynomial_is_refused(making):
    """Dealer 3 seals for member 1 what is meant for another place."""
    held = ceremony()
    letter = json.loads(held.letters[0])
    false = deal(group(ED), held.seeds[2], held.certificates)
    secrets = [*letter["secrets"][:2], json.loads(false)["secrets"][0]]
    assert finishing(making, held, letter=changed(held.letters[0], secrets=secrets)) == "threshold-share"


def test_a_polynomial_of_another_ceremony_is_refused(making):
    held = ceremony()
    mine = json.loads(deal(group(ED), held.seeds[0], held.certificates))["polynomial"]
    assert finishing(making, held, letter=changed(held.letters[0], polynomial=mine)) == "threshold-share"


def test_a_message_to_somebody_else_is_refused(making):
    held = ceremony()
    letter = json.loads(held.letters[0])
    theirs = json.loads(held.letters[1])["secrets"]
    wrong = changed(held.letters[0], secrets=[letter["secrets"][0], theirs[1], letter["secrets"][2]])
    assert finishing(making, held, letter=wrong) == "message-sealed"


def test_certificates_of_other_places_are_refused(making):
    held, other = ceremony(), ceremony(ED, 3, 3)
    exchanged = texts([held.certificates[1], held.certificates[0], held.certificates[2]])
    assert refusal(making, "deal", group=ED, channel=held.seeds[0], certificates=exchanged) == "threshold-certificate"
    stranger = texts(other.certificates)
    assert refusal(making, "deal", group=ED, channel=held.seeds[0], certificates=stranger) == "threshold-certificate"
    assert refusal(making, "deal", group=ED, channel=held.seeds[0], certificates=[]) == "trustees-shape"
