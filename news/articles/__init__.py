"""News articles: their page, what lists know of them, and the related ones."""
