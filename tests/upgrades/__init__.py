"""Data of former releases, made by tests.harness.release_dump, and whether this code still takes them over."""
