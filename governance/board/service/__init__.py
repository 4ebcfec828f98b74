"""Filling and ending offices, and who holds them; powers, interests and decisions have modules of their own."""

from governance.board.service.offices import (
    Holder,
    Officer,
    appoint,
    end_all,
    find,
    holders,
    officers,
    settle,
    terms,
    vacate,
)

__all__ = [
    "Holder",
    "Officer",
    "appoint",
    "end_all",
    "find",
    "holders",
    "officers",
    "settle",
    "terms",
    "vacate",
]
