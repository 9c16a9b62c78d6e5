"""The State's territory: directions, regions, departments, communes and postal codes; tables, loading and map."""
