"""Report « Audience »: which pages are read, from where people come, what they search in vain."""
