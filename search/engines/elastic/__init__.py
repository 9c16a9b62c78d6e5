"""Elasticsearch engine, for several nodes: Elasticsearch 8 through elasticsearch-dsl, imported nowhere else."""
