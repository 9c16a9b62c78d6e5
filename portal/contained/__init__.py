"""Work on what outsiders send, done in a process of its own that is bounded in time and memory, and can be killed."""
