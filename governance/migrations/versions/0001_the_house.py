"""The house: every table of the first release."""

from alembic import op

from governance.platform.db.append_only import append_only_tables, statements
from governance.platform.db.records import Record
from governance.votes.records import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    Record.metadata.create_all(connection)
    for table in append_only_tables(Record.metadata):
        for statement in statements(table.name, connection.dialect.name):
            op.execute(statement)
    for statement in guards(connection.dialect.name):
        op.execute(statement)
