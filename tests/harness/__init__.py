"""What runs the tests: order and workers, databases made once, servers of one's own. No tests."""
