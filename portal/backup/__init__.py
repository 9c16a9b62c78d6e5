"""Backup and restore: database and media in one archive, verified before anything is touched."""
