"""Alembic's entry: runs the steps on the connection that ``storage.schema`` hands over, all in the one transaction it has begun."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes schemas within transactions; Alembic would rather not rely on it and then leaves a half-migrated file behind.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
