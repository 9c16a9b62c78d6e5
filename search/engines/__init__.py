"""Search engines: one promise (`search.index.protocol`), kept by an embedded engine and by Elasticsearch."""
