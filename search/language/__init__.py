"""French as a search needs it: folding, stems, stop words, frequent words, everyday synonyms. Pure."""
