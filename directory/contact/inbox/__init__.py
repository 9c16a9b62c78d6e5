"""Mail that comes in: replies and bounces, read and attached to their requests."""
