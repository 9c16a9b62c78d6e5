"""The site itself: settings, wiring, what every page shares, mail. The only place that knows about deployment."""
