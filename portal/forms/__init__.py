"""Forms of the public pages: fields with their errors in French, telephone numbers, steps."""
