"""Rankings and grades as they are handed on to be counted. The counts themselves are no part of this library."""

from ballots.counting.blt import read_blt, write_blt
from ballots.counting.papers import Contest, Paper, ranked, times

__all__ = ["Contest", "Paper", "ranked", "read_blt", "times", "write_blt"]
