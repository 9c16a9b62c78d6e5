"""The engine that needs no server: SQLite's full-text search, in files of its own."""
