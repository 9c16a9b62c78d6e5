"""The form by which an employer writes: its three steps, its protection against robots."""
