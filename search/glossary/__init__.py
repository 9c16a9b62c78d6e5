"""Glossary: the words of the field as readers see them and as queries use them."""
