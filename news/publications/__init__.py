"""Publications: the numbered issues of a letter, and the list of them."""
