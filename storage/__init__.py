"""The database: tables, migrations, a repository a noun, and the store that runs use cases in durable transactions.

From outside only ``storage.store.SqliteStore`` and ``storage.errors`` are used.
"""
