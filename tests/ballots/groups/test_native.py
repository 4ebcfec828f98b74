"""What is trusted to the native core and what is not, when it is used, and how it is built."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

import ballots.groups.native as native_package
from ballots import Invalid, group, make_ballot, shuffle
from ballots.groups import ed25519_pure as pure
from ballots.groups import registry
from ballots.groups.integers import GMP
from ballots.groups.native import NativeEd25519, NativeField, build, library
from ballots.groups.native.trial import passes
from tests.ballots.election_room import RANKING, TEAMS, YES_OR_NO, open_room


class Deaf(library.Core):
    """A core that must not be asked anything: for code that handles secrets."""

    def __init__(self):
        pass

    def size(self, name, *arguments):
        return 1

    def run(self, name, *arguments):
        assert name == "field_modulus", f"{name} was asked about a secret"


class Wrong(library.Core):
    """A core with one function whose answers have wrong bits."""

    def __init__(self, name):
        super().__init__(library.BESIDE)
        self._wrong = name

    def run(self, name, *arguments):
        outcome = super().run(name, *arguments)
        if name == self._wrong:
            arguments[0].raw = bytes(byte ^ 1 for byte in arguments[0].raw)
        return outcome


class Lax(library.Core):
    """A core with one function that refuses nothing."""

    def __init__(self, name):
        super().__init__(library.BESIDE)
        self._lax = name

    def run(self, name, *arguments):
        outcome = super().run(name, *arguments)
        return None if name == self._lax else outcome


class Strict(library.Core):
    """A core that refuses the first of everything."""

    def __init__(self):
        super().__init__(library.BESIDE)

    def run(self, name, *arguments):
        outcome = super().run(name, *arguments)
        return 0 if name in ("ed25519_decode", "field_commitments") else outcome


def in_each_group(core):
    yield NativeEd25519(core, group("Ed25519", arithmetic="library"))
    for name, parameters in registry._PARAMETERS.items():
        yield NativeField(name, *parameters, GMP, core=core)


def test_no_secret_enters_the_core():
    for here in in_each_group(Deaf()):
        other = group(here.name, arithmetic="library")
        key = here.secret_power(here.generator, 3)
        assert here.encode([here.secret_power(key, 5)]) == other.encode([other.secret_power(other.generator, 15)])
        (pair,), (same,) = (own.encrypt(own.secret_power(own.generator, 3), [(4, 1)]) for own in (here, other))
        assert here.encode(pair) == other.encode(same)
        assert here.response(5, 7, 11) == other.response(5, 7, 11) == (5 - 77) % here.order
        if here.name != "BELENIOS-2048":
            assert here.encode([here.embed([1, 2])]) == other.encode([other.embed([1, 2])])
            made, same = (own.secret_product([own.generator, own.embed([1, 2])]) for own in (here, other))
            assert here.encode([made]) == other.encode([same])


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_ballots_and_shuffles_are_made_without_the_core(name):
    here = next(here for here in in_each_group(Deaf()) if here.name == name)
    here._independent = group(name, arithmetic="library")._independent  # these are public, and the core may make them
    room = open_room(name, (YES_OR_NO, TEAMS, RANKING))
    key = here.secret_power(here.generator, 1 + room.secrets[0])
    election = replace(room.election, group=here, public_key=key)
    make_ballot(election, room.secret(0), [[1, 0], [[1, 1, 0], [0, 0]], [1, 2, 3]])
    shuffle._shuffle(election, here.encrypt(key, [(1, 2), (3, 4)]), room.draw)


def test_a_core_that_was_built_here_passes_its_trial(native_core):
    assert passes(native_core)


@pytest.mark.parametrize(
    "name",
    [
        "ed25519_decode",
        "ed25519_table",
        "ed25519_commitments",
        "ed25519_multi_exp",
        "field_modulus",
        "field_table",
        "field_commitments",
        "field_multi_exp",
    ],
)
def test_a_core_that_errs_is_not_used(native_core, name):
    assert not passes(Wrong(name))


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("name", ["ed25519_decode", "ed25519_commitments"])
def test_a_core_that_accepts_points_outside_the_group_is_not_used(native_core, name, monkeypatch):
    assert not passes(Lax(name))
    monkeypatch.setattr(native_package, "load", lambda: Lax(name))
    assert native_package.core.__wrapped__() is None


def test_nobody_is_refused_on_the_word_of_the_core_alone(native_core):
    for here in in_each_group(Strict()):
        if here.name != "RFC-3526-2048":  # where members are told by a symbol, without the core
            with pytest.raises(RuntimeError, match="is a member"):
                here.decode(here.encode([here.generator]))
    assert not passes(Strict())


def test_lengths_are_looked_at_before_the_core_reads(native_core):
    here = NativeEd25519(native_core, group("Ed25519", arithmetic="library"))
    with pytest.raises(ValueError, match="do not have"):
        here.product([here.generator, here.generator[:40] + bytes(8)])
    with pytest.raises(ValueError, match="zip"):
        here.multi_exp([here.generator], [1, 2])
    field = NativeField("BELENIOS-2048", *registry._PARAMETERS["BELENIOS-2048"], GMP, core=native_core)
    with pytest.raises(Invalid, match="not-in-group"):
        field.multi_exp([1 << 2048], [1])


# --- membership without a multiplication: exhaustively, on small curves of the same shape ----------------------------

PRIMES = [p for p in range(13, 160, 8) if all(p % d for d in range(2, 16))]


def is_member(p, a, point):
    """``is_member`` of core.c, step by step, for −x² + y² = 1 + d·x²·y² over the integers modulo p = 5 mod 8."""
    square_roots = {x * x % p: x for x in range(p)}
    s, c = square_roots[a + 2], square_roots[-(a + 2) % p]
    m = s + 2 if s * (s + 2) % p not in square_roots else s - 2
    x, y = point
    above, below = (1 + y) % p, (1 - y) % p
    if below == 0:
        return True
    ratio = above * pow(below, -1, p) % p
    if ratio not in square_roots:
        return False
    r = square_roots[ratio]
    n, k = 2 * (2 * x * y - c * r * below), x * below
    e = n * (2 * r - m) + 2 * r * s * s * k
    return pow(e * e * (n * k) ** 3, (p - 1) // 4, p) == 1


def small_curves():
    """Each with all its points: those with a cofactor of just 8, as the large one has."""
    for p in PRIMES:
        squares = {x * x % p for x in range(1, p)}
        for a in range(3, p - 2):
            if a + 2 in squares and a - 2 not in squares:
                d = -(a - 2) * pow(a + 2, -1, p) % p
                points = [(x, y) for x in range(p) for y in range(p) if (y * y - x * x - 1 - d * (x * y) ** 2) % p == 0]
                if len(points) % 16 == 8:
                    yield p, a, d, points


def times(p, d, point, number):
    result = (0, 1)
    for bit in f"{number:b}":
        result = added(p, d, result, result)
        if bit == "1":
            result = added(p, d, result, point)
    return result


def added(p, d, left, right):
    (x1, y1), (x2, y2) = left, right
    product = d * x1 * x2 * y1 * y2
    x = (x1 * y2 + y1 * x2) * pow(1 + product, -1, p) % p
    return x, (y1 * y2 + x1 * x2) * pow(1 - product, -1, p) % p


@pytest.mark.control("BAL-2")
def test_the_quartic_test_accepts_exactly_the_members_on_every_small_curve_of_this_shape():
    seen = 0
    for p, a, d, points in small_curves():
        for point in points:
            member = times(p, d, point, len(points) // 8) == (0, 1)
            assert is_member(p, a, point) == member, (p, a, point)
        seen += 1
    assert seen > 60
    assert pure.P % 8 == 5


# --- building -------------------------------------------------------------------------------------------------------


@pytest.fixture
def compiler():
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    return ("cc",)


def compiled(folder, compiler, *flags):
    folder.mkdir(parents=True)
    source = shutil.copy(build.SOURCE, folder / "core.c")
    problem = build.compile_core(source, folder / library.NAME, compiler, flags)
    assert problem is None
    return folder / library.NAME


def test_the_source_gives_no_warning_and_the_same_bytes_in_every_folder(tmp_path, compiler):
    first = compiled(tmp_path / "here", compiler, "-O1", "-Wconversion", "-Wshadow", "-Werror")
    second = compiled(tmp_path / "some where" / "else", compiler, "-O1")
    assert first.read_bytes() == second.read_bytes()


def run_build(folder, **environment):
    """The build of a copy, where no compiler is found."""
    shutil.copytree(build.SOURCE.parents[2], folder / "ballots", ignore=shutil.ignore_patterns("__pycache__"))
    return subprocess.run(
        [sys.executable, "-m", "ballots.groups.native.build"],
        cwd=folder,
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_compiler_everything_works_without_the_core(tmp_path):
    done = run_build(tmp_path)
    assert (done.returncode, "more slowly" in done.stderr) == (0, True)
    assert not (tmp_path / "ballots" / "groups" / "native" / library.NAME).exists()
    asked = "from ballots.groups import arithmetics; print(*arithmetics('Ed25519'))"
    told = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["library", "pure"]


def test_a_release_without_a_core_fails(tmp_path):
    assert run_build(tmp_path, CYDLAIS_RELEASE="1").returncode == 1


SANITIZED = """
import sys, pytest
from pathlib import Path
from ballots.groups.native import library
library.BESIDE = Path(sys.argv[1])
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[2:]]))
"""


@pytest.mark.long
def test_the_core_reads_and_writes_only_its_own_and_overflows_nowhere(tmp_path, compiler):
    """The whole comparison once more, under the compiler's checks of addresses and of undefined behaviour."""
    flags = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    core = compiled(tmp_path / "core", compiler, *flags)
    asked = subprocess.run([*compiler, "-print-file-name=libasan.so"], capture_output=True, text=True, check=True)
    done = subprocess.run(
        [sys.executable, "-c", SANITIZED, str(core), "tests/ballots/groups"],
        env={**os.environ, "LD_PRELOAD": asked.stdout.strip(), "ASAN_OPTIONS": "detect_leaks=0", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
