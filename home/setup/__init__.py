"""What `setup_site` makes: page tree, groups and their rights, glossary, missions, texts."""
