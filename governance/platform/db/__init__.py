"""Reading and changing what is remembered, the same way on SQLite and PostgreSQL."""

from governance.platform.db.database import Database, Transaction, View

__all__ = ["Database", "Transaction", "View"]
