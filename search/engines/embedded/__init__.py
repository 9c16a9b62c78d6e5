"""Embedded engine, which needs no server: SQLite's full-text search (FTS5), in files of its own."""
