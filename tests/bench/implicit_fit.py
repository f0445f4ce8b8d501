"""Neighbours of every product with the item-item cosine of `implicit`, on the same order lines.

Usage: python implicit_fit.py ORDERS.csv NEIGHBOURS. Prints a sentence.
"""

import sys
import warnings

import implicit
import numpy
import pandas
from implicit.nearest_neighbours import CosineRecommender
from scipy.sparse import csr_matrix

print("Reading lines", file=sys.stderr, flush=True)
lines = pandas.read_csv(sys.argv[1], usecols=["order_id", "product_id"], dtype="category")
orders, products = lines["order_id"].cat, lines["product_id"].cat
shape = (len(orders.categories), len(products.categories))
ones = numpy.ones(len(lines), dtype=numpy.float32)
matrix = csr_matrix((ones, (orders.codes, products.codes)), shape=shape)
print("Finding neighbours", file=sys.stderr, flush=True)
model = CosineRecommender(K=int(sys.argv[2]))
# It says that it converts its input, and how long that took; the time is part of what is measured.
warnings.filterwarnings("ignore", category=implicit.utils.ParameterWarning)
model.fit(matrix, show_progress=False)
print(f"implicit {implicit.__version__}: {model.similarity.nnz:,} neighbours of {shape[1]:,} products")
