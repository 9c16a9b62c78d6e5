"""Tags that know the site as a whole."""
