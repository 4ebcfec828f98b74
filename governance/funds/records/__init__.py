"""The tables of pooled money."""

from governance.funds.records import asking, funds, ledger, payments, pilots, spending, surplus

__all__ = ["asking", "funds", "ledger", "payments", "pilots", "spending", "surplus"]
