"""Makes the tables of docs/PAIRS.md with DuckDB, as that page says.

Usage: python duckdb_tables.py LINES.parquet FOLDER TABLES.sql
"""

import sys
from pathlib import Path

import duckdb

lines, folder, sql = sys.argv[1:]
Path(folder).mkdir(parents=True, exist_ok=True)
database = duckdb.connect()
database.execute("create macro sha2(value, bits) as sha256(value)")
database.read_parquet(lines).create_view("orders")
database.execute(Path(sql).read_text())
for table in ("pairs", "items", "holdout"):
    database.table(table).write_parquet(f"{folder}/{table}.parquet")
print(f"DuckDB {duckdb.__version__} made {folder}")
