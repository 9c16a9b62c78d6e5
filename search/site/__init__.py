"""Search of the site as visitors meet it: request, results, facets, direct answers, suggestions, statistics."""
