"""Health of a node: whether it lives, whether it can take visitors, and what else is wrong."""
