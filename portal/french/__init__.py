"""French as people write and read it: words, numbers, dates, clean text. Pure: knows no framework."""
