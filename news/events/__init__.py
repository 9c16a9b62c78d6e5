"""Events of the agenda: their page, time zones and iCalendar files."""
