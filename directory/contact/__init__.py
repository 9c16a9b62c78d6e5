"""The requests of employers, from the form to their oblivion."""
