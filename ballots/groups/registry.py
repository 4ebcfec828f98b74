"""The closed list of groups: named in an election, never described by one (BAL-11)."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Literal, TypeAlias, cast, get_args

from ballots.errors import Invalid, Unsupported
from ballots.groups.ed25519_pure import PureEd25519
from ballots.groups.finite_field import FiniteField
from ballots.groups.integers import GMP, PYTHON, Integers
from ballots.groups.interface import Group
from ballots.groups.native import NativeEd25519, NativeField, core

NAMES = ("BELENIOS-2048", "RFC-3526-2048", "Ed25519")

Arithmetic: TypeAlias = Literal["native", "library", "pure"]
ARITHMETICS: tuple[Arithmetic, ...] = get_args(Arithmetic)
"""From the fastest to the plainest: our compiled core, libraries that others keep (libsodium, GMP), Python itself."""

BELENIOS_P = int(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433812906663313"
    "8078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980"
    "0307904916540637771737641986785272734744763418356000356983051931442845617019110007867373073335641239717328979132"
    "4047457883446826065232797464795113767265869358218004631792207366886005262718636338608879688212076943236614949100"
    "2923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507"
    "711827842317498073276598828825169183103125680162072880719"
)
BELENIOS_G = int(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298"
    "7493890950838965734256019006010684771644917354741372831046104586813145117816467554005274028898461398645326612150"
    "5579709716201616827031288643245666383486363578210615491841998253431518974065818686865115135857641013888221539601"
    "6043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173"
    "4951942489677540525736590494924776314759915751987751777114814909204566002054781270547282381409725186398583341157"
    "00568353695553423781475582491896050296680037745308460627"
)
BELENIOS_Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441

RFC3526_P = int(
    "3231700607131100730033891392642382824881794124114023911284200975140074170663435422261968941736356934711790173790"
    "9704191754605873209195028853758986185622153212175412514901774520270235796078236248884246189477587641105928646099"
    "4117232454266225221932305409190376805242355191256797158701170010580558776510388618472802579760549035697325615261"
    "6708133936179954133647655916036831789672907317838458968063967190097720219416864722587103141133642931953619347163"
    "6533209717077448227988588565369208645296636077250268955505928362751121174096972998068410554359584866583291642136"
    "218231078990999448652468262416972035911852507045361090559"
)


@cache
def group(name: str, arithmetic: Arithmetic | None = None) -> Group:
    """The named group in this arithmetic, or in the fastest at hand; raises ``Unsupported`` where it is not at hand."""
    if name not in NAMES:
        raise Invalid("unknown-group", f"{name[:40]!r} is none of {', '.join(NAMES)}")
    for wanted in ARITHMETICS if arithmetic is None else (arithmetic,):
        found = _BACKENDS[wanted](name)
        if found is not None:
            return found
    raise Unsupported(f"{name} in {arithmetic} arithmetic, which is not installed here")


def arithmetics(name: str) -> tuple[Arithmetic, ...]:
    """Those at hand for this group, the fastest first; ``pure`` is always among them."""
    return tuple(arithmetic for arithmetic in ARITHMETICS if _BACKENDS[arithmetic](name) is not None)


@cache
def _pure(name: str) -> Group:
    return cast(Group, PureEd25519()) if name == "Ed25519" else _finite_field(name, PYTHON)


@cache
def _library(name: str) -> Group | None:
    """GMP for integers, libsodium for the curve: unless missing, or known to accept points outside the group."""
    if name != "Ed25519":
        return None if GMP is None else _finite_field(name, GMP)
    try:
        sodium = import_module("ballots.groups.ed25519")
    except ImportError:
        return None
    return cast(Group, sodium.SodiumEd25519()) if sodium.sound() else None


@cache
def _native(name: str) -> Group | None:
    """The core for public data; secrets stay with the best arithmetic beside it."""
    found = core()
    if found is None:
        return None
    if name == "Ed25519":
        return cast(Group, NativeEd25519(found, _library(name) or _pure(name)))
    return cast(Group, NativeField(name, *_PARAMETERS[name], GMP or PYTHON, core=found))


def _finite_field(name: str, integers: Integers) -> Group:
    return cast(Group, FiniteField(name, *_PARAMETERS[name], integers))


_PARAMETERS = {
    "BELENIOS-2048": (BELENIOS_P, BELENIOS_Q, BELENIOS_G),
    "RFC-3526-2048": (RFC3526_P, (RFC3526_P - 1) // 2, 2),
}
"""The modulus, the order and the generator."""

_BACKENDS: dict[Arithmetic, Callable[[str], Group | None]] = {"native": _native, "library": _library, "pure": _pure}
