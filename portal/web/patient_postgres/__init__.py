"""PostgreSQL as Django knows it, but for a server that hangs: whoever promised an answer does not wait for it."""
