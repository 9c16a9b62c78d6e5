"""Commands of the site itself: style sheets, periodic work."""
