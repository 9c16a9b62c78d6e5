"""Reminders: late requests, and the weekly digest."""
