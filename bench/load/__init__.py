"""A production under readers, senders and an editor, then under twenty times as many: `make load`."""
