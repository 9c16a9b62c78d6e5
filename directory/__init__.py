"""The directory: who answers an employer where, the actors around the person, and the requests of employers."""
