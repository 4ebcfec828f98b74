"""The native core: the groups compiled, for public data only, where the package was built with a C compiler.

``core.c`` holds the arithmetic; ``library`` finds it and calls it; ``edwards`` and ``modular`` are the groups;
``trial`` puts questions to it whose answers are known. Without the core everything works, slower.
"""

from functools import cache

from ballots.groups.native.edwards import NativeEd25519
from ballots.groups.native.library import Core, load
from ballots.groups.native.modular import NativeField
from ballots.groups.native.trial import passes

__all__ = ["Core", "NativeEd25519", "NativeField", "core"]


@cache
def core() -> Core | None:
    """The core, or None where there is none or where it gives a wrong answer."""
    found = load()
    return found if found is not None and passes(found) else None
