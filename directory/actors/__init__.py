"""The actors around the person: their roles, their links, and the diagram that shows them."""
