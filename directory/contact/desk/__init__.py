"""The desk: where the team lists, reads, answers and counts requests."""
