"""What a person types → the places it names. Pure: text in, answer out, no framework."""
