"""All that changes a stored request: each write is one transaction with its history and its mails."""
