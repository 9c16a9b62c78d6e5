"""Site search: one query language, one index lifecycle, two engines. Apps declare content in `search_entries.py`."""
