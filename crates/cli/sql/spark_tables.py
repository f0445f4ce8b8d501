"""Runs tables.sql on a Spark cluster. Started by `cobuy pairs --spark`; needs no more than pyspark.

Usage: spark_tables.py MASTER LINES.parquet FOLDER SQL. The workers see LINES.parquet and FOLDER under the same paths.
"""

import os
import shutil
import sys
from pathlib import Path

from pyspark.sql import SparkSession

master, lines, folder, sql = sys.argv[1:]
folder = Path(folder).resolve()
warehouse = folder / "spark-run"
shutil.rmtree(warehouse, ignore_errors=True)
statements = "\n".join(line for line in Path(sql).read_text().splitlines() if not line.lstrip().startswith("--"))

# Times are read, grouped and written as they stand; nothing depends on where the cluster is.
spark = (
    SparkSession.builder.master(master)
    .appName("cobuy pairs")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.warehouse.dir", warehouse.as_uri())
    .config("spark.sql.sources.default", "parquet")
    .config("spark.ui.showConsoleProgress", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
try:
    spark.read.parquet(Path(lines).resolve().as_uri()).createOrReplaceTempView("orders")
    for statement in filter(str.strip, statements.split(";")):
        print("spark:", " ".join(statement.split()[:3]), file=sys.stderr, flush=True)
        spark.sql(statement)
finally:
    spark.stop()

for table in ("holdout", "items", "pairs"):
    parts, target = warehouse / table, folder / table
    if not any(parts.glob("*.parquet")):
        sys.exit(f"{parts} has no part files: the workers cannot write where {folder} is; share it with them")
    shutil.rmtree(target, ignore_errors=True)
    single = folder / f"{table}.parquet"
    if single.exists():
        single.unlink()
    os.replace(parts, target)
shutil.rmtree(warehouse, ignore_errors=True)
