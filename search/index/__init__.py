"""Index lifecycle: entries and their sources, the change log, building, following, comparing."""
