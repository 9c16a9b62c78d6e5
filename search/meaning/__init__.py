"""Semantic search (dense retrieval): passages, their embeddings, nearest neighbours. An optional extra; pure."""

import os

DIMENSIONS = 384  # of every vector

# One thread, said before anybody loads numpy: its library of linear algebra shares one product of a matrix and a vector
# among all processors, which wait for each other in a loop: three times the work on a busy machine (bench/README).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
