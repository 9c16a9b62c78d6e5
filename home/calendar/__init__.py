"""Editorial calendar: what is scheduled, what ends and what must be renewed, for the admin."""
