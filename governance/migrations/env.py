"""Runs the scripts beside it on the connection that `platform.db.migrate` hands over."""

from alembic import context

import governance.migrations.tables  # noqa: F401 (makes every table known)
from governance.platform.db.records import Record

context.configure(connection=context.config.attributes["connection"], target_metadata=Record.metadata)
with context.begin_transaction():
    context.run_migrations()
