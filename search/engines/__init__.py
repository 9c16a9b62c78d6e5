"""What searches: one promise (protocol.py), kept by an embedded engine and by Elasticsearch."""
