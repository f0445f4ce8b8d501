-- What cobuy build --pairs needs of a shop's orders, as three tables. One text for DuckDB and Spark SQL.
--
-- It reads a table or view `orders` with a row for each product of an order:
--   order_id    text: what the rows of one order share
--   customer_id text, null where the order names no customer; these count together as one
--   timestamp   time of the order in UTC, without a time zone (Spark: timestamp_ntz)
--   product     text: the product's key, the same one that the products file has
-- and expects it cleaned: no cancelled orders, no returns, no fees or postage, variants joined to their product, keys
-- trimmed and in one case, and as Unicode the products file has. `cobuy pairs --lines FILE` writes such a file.
--
-- DuckDB calls the function sha2(text, 256) sha256(text); one line before this file makes it known:
--   create macro sha2(value, bits) as sha256(value);
--
-- month is yyyymm; in its place 1 stands for all orders, and 0 for all but the hold-out, the newest tenth of the
-- orders, at most 50,000.

-- Numbers in place of texts, in the same order: pairs of numbers are cheaper to group and to sort.
create table numbered_products as
select product, row_number() over (order by product) as number
from (select distinct cast(product as string) as product from orders) as keys;

-- Distinct products of each order, at most the 100 with the smallest SHA-256 of order and product; age 1 is the newest
-- order, and only orders of the hold-out have one.
create table baskets as
with lines as (
    select
        cast(order_id as string) as order_id,
        cast(product as string) as product,
        min(coalesce(cast(customer_id as string), '')) as customer,
        min(orders.timestamp) as time
    from orders
    group by 1, 2
),
sized as (
    select
        order_id,
        product,
        min(customer) over (partition by order_id) as customer,
        min(time) over (partition by order_id) as time,
        count(*) over (partition by order_id) as products
    from lines
),
placed as (
    select
        *,
        row_number() over (
            partition by order_id
            order by case when products > 100 then sha2(concat(order_id, product), 256) end, product
        ) as place
    from sized
),
newest as (
    select order_id, row_number() over (order by time desc, order_id desc) as age
    from (
        select distinct order_id, time
        from sized
        order by time desc, order_id desc
        limit 50000
    ) as candidates
),
shop as (
    select count(distinct order_id) as orders
    from sized
)
select
    placed.order_id,
    cast(numbered_products.number as int) as product,
    placed.customer,
    placed.time,
    cast(year(placed.time) * 100 + month(placed.time) as int) as month,
    newest.age
from placed
cross join shop
join numbered_products on placed.product = numbered_products.product
left join newest on placed.order_id = newest.order_id and newest.age * 10 <= shop.orders
where placed.place <= 100;

create table holdout as
with newest as (
    select max(age) over () + 1 - age as basket, time, product
    from baskets
    where age is not null
)
select cast(basket as bigint) as basket, time, numbered_products.product
from newest
join numbered_products on newest.product = numbered_products.number
order by basket, numbered_products.product;

-- The empty product, number 0, is the whole shop.
create table items as
with sold as (
    select product, customer, month, age from baskets
    union all
    select 0 as product, customer, month, age
    from (select distinct order_id, customer, month, age from baskets) as orders_alone
),
periods as (
    select product, month, customer from sold
    union all
    select product, 1 as month, customer from sold
    union all
    select product, 0 as month, customer from sold where age is null
),
counted as (
    select product, month, count(*) as orders, count(distinct customer) as customers
    from periods
    group by product, month
)
select
    coalesce(numbered_products.product, '') as product,
    cast(month as int) as month,
    orders,
    customers
from counted
left join numbered_products on counted.product = numbered_products.number
order by 1, 2;

-- Counted in steps, so that no step holds a list of customers per pair. Every pair of every order is in the first of
-- them: by far the most work, done once.
create table pairs_of_customers as
select
    a.product as product_a,
    b.product as product_b,
    a.month,
    a.customer,
    count(*) as orders,
    count(case when a.age is null then 1 end) as learnt
from baskets a
join baskets b on a.order_id = b.order_id and a.product < b.product
group by a.product, b.product, a.month, a.customer;

create table pairs as
with ever as (
    select
        product_a,
        product_b,
        case period when 0 then learnt else orders end as orders,
        period
    from (
        select product_a, product_b, customer, sum(orders) as orders, sum(learnt) as learnt
        from pairs_of_customers
        group by product_a, product_b, customer
    ) as customers
    cross join (select 0 as period union all select 1 as period) as periods
),
rows_of_pairs as (
    select product_a, product_b, month, orders
    from pairs_of_customers
    union all
    select product_a, product_b, period as month, orders
    from ever
    where orders > 0
),
counted as (
    select product_a, product_b, month, cast(sum(orders) as bigint) as orders, count(*) as customers
    from rows_of_pairs
    group by product_a, product_b, month
)
select
    one.product as product_a,
    other.product as product_b,
    cast(month as int) as month,
    orders,
    customers
from counted
join numbered_products one on counted.product_a = one.number
join numbered_products other on counted.product_b = other.number
order by counted.product_a, counted.product_b, month;

drop table pairs_of_customers;

drop table baskets;

drop table numbered_products;
