-- case: a chain of three, and of two
-- => t <- s : insert derived 0.6
-- => u <- s : insert derived 0.8
INSERT INTO t WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a), c AS (SELECT * FROM b) SELECT * FROM c;
INSERT INTO u WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a) SELECT * FROM b;

-- case: a CTE that nothing reads
-- => t <- s : insert direct 1.0
INSERT INTO t WITH unused AS (SELECT * FROM x) SELECT * FROM s;

-- case: a CTE and a table of the same name in a schema
-- => t <- raw_orders : insert derived 0.8
-- => t <- main.s.orders : insert direct 1.0
INSERT INTO t WITH orders AS (SELECT * FROM raw_orders) SELECT * FROM orders JOIN main.s.orders o ON o.id = orders.id;

-- case: an inner CTE shadows an outer one
-- => t <- s2 : insert derived 0.8
INSERT INTO t WITH a AS (SELECT * FROM s1) SELECT * FROM (WITH a AS (SELECT * FROM s2) SELECT * FROM a);

-- case: an inner CTE goes out of sight
-- => t <- a : insert direct 1.0
-- => t <- s : insert derived 0.8
INSERT INTO t SELECT * FROM (WITH a AS (SELECT * FROM s) SELECT * FROM a) q JOIN a ON a.id = q.id;

-- case: a CTE of the table's own name
-- => t <- orders : insert derived 0.8
INSERT INTO t WITH orders AS (SELECT * FROM orders WHERE ok) SELECT * FROM orders;

-- case: recursive, with a limit on its depth
-- => t <- nodes : insert derived 0.8
INSERT INTO t WITH RECURSIVE r (id, n) MAX RECURSION LEVEL 200 AS (SELECT id, 0 FROM nodes UNION ALL SELECT c.id, n + 1 FROM nodes c JOIN r ON c.p = r.id) SELECT * FROM r;

-- case: recursive from values
-- => irrelevant: insert without a source table
INSERT INTO t WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT n FROM r;

-- case: names in any case and in backticks are one
-- => t <- s : insert derived 0.8
INSERT INTO t WITH `My Cte` AS (SELECT * FROM s) SELECT * FROM `MY CTE`;

-- case: a CTE read only in a filter
-- => t <- s : insert direct 1.0
-- => t <- banned : insert derived 0.8
INSERT INTO t WITH b AS (SELECT id FROM banned) SELECT * FROM s WHERE id NOT IN (SELECT id FROM b);

-- case: a CTE over files and one over an exploded column
-- => t <- path:/in : insert derived 0.8
INSERT INTO t WITH raw AS (SELECT * FROM json.`/in`), items AS (SELECT explode(xs) AS x FROM raw) SELECT x.* FROM items;

-- case: a CTE without as, with columns
-- => t <- s : insert aggregated 0.8
INSERT INTO t WITH x (k, n) (SELECT k, count(*) FROM s GROUP BY k) SELECT * FROM x;

-- case: models as tools write them
-- => "mart"."f" <- "stg"."orders" : create_table_as derived 0.8
-- => "mart"."f" <- "stg"."payments" : create_table_as aggregated 0.6
create or replace table `mart`.`f` using delta as
with orders as (select * from `stg`.`orders`),
payments as (select * from `stg`.`payments`),
totals as (select order_id, sum(amount) as total from payments group by 1),
final as (select orders.*, totals.total from orders left join totals using (order_id))
select * from final;

-- case: a CTE before from first
-- => t <- s : insert derived 0.8
INSERT INTO t WITH x AS (FROM s) FROM x SELECT a;

-- case: a CTE of a union and of values
-- => t <- x : insert derived 0.8
-- => t <- y : insert derived 0.8
INSERT INTO t WITH u AS (SELECT id FROM x UNION ALL SELECT id FROM y), v AS (VALUES (1)) SELECT * FROM u JOIN v;
