"""In-app help: the editors' guide (docs/editing.md) as pages of the admin, searched, and the tour of a first day."""
