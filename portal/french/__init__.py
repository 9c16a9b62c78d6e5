"""French as people write and read it: clean text. Pure: knows no framework."""
