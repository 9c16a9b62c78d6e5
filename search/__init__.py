"""One way to ask, one life of an index, two engines. Knows no content: apps declare theirs in `search_entries.py`."""
