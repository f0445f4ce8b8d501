"""Compares the tables of two folders row by row, in the order of their rows.

Usage: python compare.py FOLDER OTHER. Says how many rows are equal; fails at the first table that differs.
"""

import sys
from pathlib import Path

import duckdb

COLUMNS = {
    "holdout": ["basket", "time", "product"],
    "items": ["product", "month", "orders", "customers"],
    "pairs": ["product_a", "product_b", "month", "orders", "customers"],
}


def rows(folder, table, columns):
    file = Path(folder) / f"{table}.parquet"
    files = [file] if file.is_file() else sorted((Path(folder) / table).glob("*.parquet"))
    return f"(select {', '.join(columns)} from read_parquet({[str(path) for path in files]}))"


one, other = sys.argv[1:]
for table, columns in COLUMNS.items():
    differs = " or ".join(f"one.{column} is distinct from other.{column}" for column in columns)
    # A table that is longer than the other has rows beside nulls, which differ.
    both = f"{rows(one, table, columns)} one positional join {rows(other, table, columns)} other"
    query = f"select count(*), count(*) filter (where {differs}) from {both}"
    total, different = duckdb.sql(query).fetchall()[0]
    if different or not total:
        example = duckdb.sql(f"select * from {both} where {differs} limit 3").fetchall()
        sys.exit(f"{table}: {different} of {total} rows differ between {one} and {other}: {example}")
    print(f"{table}: {total:,} rows of {one} and {other} are equal")
