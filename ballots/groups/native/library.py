"""Finds the compiled core, uses none that gives a wrong answer, and hands it bytes whose lengths are right.

``ctypes`` releases Python's lock during a call, and the core keeps nothing between calls: threads work side by side.
"""

import sys
from collections.abc import Iterable, Sequence
from ctypes import CDLL, Array, c_char, c_char_p, c_int, c_int64, c_size_t, c_uint, create_string_buffer
from pathlib import Path
from typing import Any, TypeAlias

Buffer: TypeAlias = Array[c_char]

NAME = "core.dll" if sys.platform == "win32" else "core.dylib" if sys.platform == "darwin" else "core.so"
BESIDE = Path(__file__).with_name(NAME)

_DONE, _NO_MEMORY = -1, -2
_IN = _OUT = c_char_p
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "ed25519_decode": (c_int64, _OUT, _IN, c_size_t, c_int),
    "ed25519_next_member": (c_int64, _OUT, _IN),
    "ed25519_table_size": (c_size_t,),
    "ed25519_table": (c_int64, _OUT, _IN),
    "ed25519_commitments": (c_int64, _OUT, _IN, _IN, _IN, _IN, _IN, c_size_t, _IN),
    "ed25519_multi_exp": (c_int64, _OUT, _IN, _IN, c_size_t),
    "ed25519_product": (c_int64, _OUT, _IN, c_size_t),
    "field_modulus_size": (c_size_t,),
    "field_modulus": (None, _OUT, _IN, _IN),
    "field_table_size": (c_size_t, c_uint, c_size_t),
    "field_table": (None, _OUT, _IN, c_uint, c_size_t, _IN),
    "field_commitments": (
        *(c_int64, _OUT, _IN, _IN, _IN, c_uint, c_size_t),
        *(_IN, _IN, _IN, c_size_t, _IN, _IN),
    ),
    "field_multi_exp": (c_int64, _OUT, _IN, _IN, _IN, c_size_t, c_size_t),
}
"""What each function gives and takes, as ``core.c`` says."""


class Core:
    """The functions of the core by name."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` or ``AttributeError`` where this is no such library, or none for this machine."""
        library = CDLL(str(path))
        self._functions = {}
        for name, (gives, *takes) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = gives, takes
            self._functions[name] = function

    def size(self, name: str, *arguments: int) -> int:
        return int(self._functions[name](*arguments))

    def run(self, name: str, *arguments: bytes | Buffer | int | None) -> int | None:
        """None when all went well, or the place of the first element that was refused."""
        outcome = self._functions[name](*arguments)
        if outcome == _NO_MEMORY:
            raise MemoryError("the native core could not work for want of memory")
        return None if outcome is None or outcome == _DONE else int(outcome)


def joined(parts: Sequence[bytes], size: int) -> bytes:
    """The parts in a row. Nothing else checks that the core will not read beyond them."""
    row = b"".join(parts)
    if len(row) != size * len(parts):
        raise ValueError(f"{len(parts)} parts of {size} bytes do not have {len(row)}")
    return row


def numbers(values: Iterable[int], size: int) -> bytes:
    """Little-endian numbers in a row; raises ``OverflowError`` if one does not fit."""
    return b"".join([value.to_bytes(size, "little") for value in values])


def parts(row: Buffer, size: int) -> list[bytes]:
    whole = row.raw
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def space(size: int) -> Buffer:
    return create_string_buffer(size)


def load() -> Core | None:
    """The core beside this file, or None where there is none that can be loaded."""
    try:
        return Core(BESIDE) if BESIDE.is_file() else None
    except (OSError, AttributeError):
        return None
