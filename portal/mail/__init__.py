"""Mail: rendered from templates, stored in an outbox beside what it is about, delivered later."""
