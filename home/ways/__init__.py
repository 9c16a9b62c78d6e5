"""Ways to work: one page each, from installing a workshop to hosting community work, and their comparison."""
