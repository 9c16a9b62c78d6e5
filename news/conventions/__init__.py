"""Partnership conventions: page and list, states, renewals, signatories, figures, expiry."""
