"""Commands of the outbox: delivery."""
