"""Demonstration content: openly fictional pages, accounts, files and requests, loaded into a site that is set up."""
