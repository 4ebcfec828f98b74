"""The history of the tables: one set of scripts for SQLite and PostgreSQL, forward only."""
