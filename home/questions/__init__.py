"""Frequently asked questions (FAQ): answers with their themes, their readers and their sources."""
