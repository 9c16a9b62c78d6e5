"""Tags and filters of every template: thin, over what other packages do."""
