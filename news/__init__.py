"""Everything dated: news articles, events, conventions, publications, their feeds and their subscribers."""
