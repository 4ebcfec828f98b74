"""Named places where a test may kill the process, to prove that nothing is lost there (OPS-1)."""

import os
import signal

_ARMED, _, _after = os.environ.get("COOP_CRASH_AT", "").partition(":")
_left = [int(_after or 1)]


def crashpoint(name: str) -> None:
    """Does nothing, unless ``COOP_CRASH_AT=name[:nth]`` was set when the process started: then SIGKILL on that pass."""
    if name != _ARMED:
        return
    _left[0] -= 1
    if _left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
