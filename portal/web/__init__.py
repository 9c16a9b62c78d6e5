"""Web concerns below every page: headers, errors, health."""
