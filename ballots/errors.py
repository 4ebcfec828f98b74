"""The ways this library says no."""


class BallotsError(Exception):
    """Every refusal of this library is one of the three below; anything else that escapes is a defect."""


class Invalid(BallotsError):
    """Something published does not hold. ``code`` is for programs and stays stable, ``detail`` is for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Unreadable(BallotsError):
    """There is nothing here to judge: no file, or not an archive at all."""


class Unsupported(BallotsError):
    """Well formed perhaps, but of a kind this version does not judge, so it says neither yes nor no."""
