"""Pairs of products that were bought together, as `cobuy build` counts them, with one self-join in Spark on this machine.

Usage: python spark_pairs.py ORDERS.csv MIN_CUSTOMERS. Prints a sentence.
"""

import os
import sys

from pyspark.sql import SparkSession

LINES = """
select distinct
    cast(substr(order_id, 2) as int) as order_id,
    cast(substr(customer_id, 2) as int) as customer_id,
    cast(substr(product_id, 2) as int) as product_id
from csv
"""
PAIRS = """
select a.product_id as a, b.product_id as b, count(*) as orders, count(distinct a.customer_id) as customers
from lines a join lines b on a.order_id = b.order_id and a.product_id < b.product_id
group by 1, 2 having customers >= {minimum}
"""

os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
print("Starting Spark", file=sys.stderr, flush=True)
spark = (
    SparkSession.builder.master("local[*]")
    .config("spark.driver.memory", "6g")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "32")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)
print("Joining lines with themselves", file=sys.stderr, flush=True)
spark.read.csv(sys.argv[1], header=True).createOrReplaceTempView("csv")
# Numbers in place of texts, as a warehouse would have them.
spark.sql(LINES).createOrReplaceTempView("lines")
pairs = spark.sql(PAIRS.format(minimum=int(sys.argv[2]))).count()
print(f"Spark {spark.version}: {pairs:,} pairs of at least {sys.argv[2]} customers")
# Its JVM is waited for, so that the system counts what it used.
jvm = spark.sparkContext._gateway.proc
spark.stop()
jvm.stdin.close()
jvm.wait()
