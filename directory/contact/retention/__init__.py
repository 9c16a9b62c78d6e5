"""Retention: requests forgotten in time, personal data found and erased, figures kept."""
