"""Authentication of accounts: throttled sign-in, second factor (TOTP), session limits, history, single sign-on."""
