"""What the public pages of the directory show."""
