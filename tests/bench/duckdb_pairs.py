"""Pairs of products that were bought together, as `cobuy build` counts them, with one self-join in DuckDB.

Usage: python duckdb_pairs.py ORDERS.csv MIN_CUSTOMERS. Prints a sentence.
"""

import sys

import duckdb

PAIRS = """
create table pairs as
select a.product_id as a, b.product_id as b, count(*) as orders, count(distinct a.customer_id) as customers
from lines a join lines b on a.order_id = b.order_id and a.product_id < b.product_id
group by 1, 2 having customers >= ?
"""

print("Reading lines", file=sys.stderr, flush=True)
database = duckdb.connect()
# Numbers in place of texts, as a warehouse would have them: the join and its groups are then twice as cheap.
database.execute(
    """create table lines as
    select distinct
        substr(order_id, 2)::integer as order_id,
        substr(customer_id, 2)::integer as customer_id,
        substr(product_id, 2)::integer as product_id
    from read_csv(?, all_varchar = true)""",
    [sys.argv[1]],
)
print("Joining lines with themselves", file=sys.stderr, flush=True)
database.execute(PAIRS, [int(sys.argv[2])])
pairs = database.execute("select count(*) from pairs").fetchall()[0][0]
print(f"DuckDB {duckdb.__version__}: {pairs:,} pairs of at least {sys.argv[2]} customers")
