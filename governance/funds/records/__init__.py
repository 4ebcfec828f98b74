"""The tables of pooled money."""

from governance.funds.records import payments, surplus

__all__ = ["payments", "surplus"]
