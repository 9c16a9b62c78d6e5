"""Account lifecycle in the admin: invited by a link, changed by who may, and a departure that hands everything on."""
