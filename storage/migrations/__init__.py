"""The steps from each schema to the next, written for Alembic and run by ``storage.schema``."""
