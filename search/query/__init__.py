"""Query understanding and ranking: plan, correction, weights, excerpts, facets, whatever the engine. Pure."""
