"""The tables of pooled money."""

from governance.funds.records import funds, ledger, payments, pilots, spending, surplus

__all__ = ["funds", "ledger", "payments", "pilots", "spending", "surplus"]
