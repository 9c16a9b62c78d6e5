"""Who answers employers: the sheets of referents, their missions, and which of them answers where."""
