"""The employer's pages after sending: follow a request, add a message, withdraw, confirm."""
