"""Web concerns below every page: headers, errors, limits, shared cache, signed links, open data, health."""
