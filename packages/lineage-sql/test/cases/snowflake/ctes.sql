-- case: a chain of CTEs
-- => t <- s : insert derived 0.6
INSERT INTO t WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a), c AS (SELECT * FROM b) SELECT * FROM c;

-- case: a chain of two
-- => t <- s : insert derived 0.8
INSERT INTO t WITH a AS (SELECT * FROM s), b AS (SELECT * FROM a) SELECT * FROM b;

-- case: a CTE that nothing reads
-- => t <- s : insert direct 1.0
INSERT INTO t WITH unused AS (SELECT * FROM x) SELECT * FROM s;

-- case: a CTE and a table of the same name in a schema
-- => t <- db.orders : insert direct 1.0
-- => t <- raw_orders : insert derived 0.8
INSERT INTO t WITH orders AS (SELECT * FROM raw_orders) SELECT * FROM orders JOIN db.orders o2 ON o2.id = orders.id;

-- case: an inner CTE shadows an outer one
-- => t <- s2 : insert derived 0.8
INSERT INTO t WITH a AS (SELECT * FROM s1) SELECT * FROM (WITH a AS (SELECT * FROM s2) SELECT * FROM a) q;

-- case: an inner CTE goes out of sight
-- => t <- a : insert direct 1.0
-- => t <- s : insert derived 0.8
INSERT INTO t SELECT * FROM (WITH a AS (SELECT * FROM s) SELECT * FROM a) q JOIN a ON a.id = q.id;

-- case: a CTE reads an earlier one of the table's own name
-- => t <- b : insert derived 0.8
INSERT INTO t WITH b AS (SELECT * FROM b), c AS (SELECT * FROM b) SELECT * FROM c;

-- case: recursive, with columns named
-- => t <- nodes : insert derived 0.8
INSERT INTO t WITH RECURSIVE tree (id, path, depth) AS (SELECT id, name, 0 FROM nodes WHERE p IS NULL UNION ALL SELECT n.id, t.path || n.name, depth + 1 FROM tree t JOIN nodes n ON n.p = t.id) SELECT * FROM tree WHERE depth < 10;

-- case: a CTE in quotes is another than the one without
-- => t <- "a" : insert direct 1.0
INSERT INTO t WITH a AS (SELECT * FROM s) SELECT * FROM "a";

-- case: a CTE in quotes in upper case is the same
-- => t <- s : insert derived 0.8
INSERT INTO t WITH "A" AS (SELECT * FROM s) SELECT * FROM a;

-- case: a CTE read only in a filter
-- => t <- s : insert direct 1.0
-- => t <- banned : insert derived 0.8
INSERT INTO t WITH b AS (SELECT id FROM banned) SELECT * FROM s WHERE id NOT IN (SELECT id FROM b);

-- case: a CTE read twice, once aggregated
-- => t <- s : insert aggregated 0.8
INSERT INTO t WITH a AS (SELECT k, v FROM s) SELECT a.k, m.v FROM a JOIN (SELECT k, MAX(v) v FROM a GROUP BY k) m ON m.k = a.k;

-- case: a CTE with a union and values
-- => t <- x : insert derived 0.8
-- => t <- y : insert derived 0.8
INSERT INTO t WITH u AS (SELECT id FROM x UNION ALL SELECT id FROM y UNION ALL SELECT * FROM VALUES (1)) SELECT * FROM u;

-- case: a CTE over a stage and one over a flattened column
-- => t <- stage:@st/x : insert derived 0.8
INSERT INTO t WITH raw_ AS (SELECT $1 AS v FROM @st/x (FILE_FORMAT => 'json')), items AS (SELECT f.value AS i FROM raw_, LATERAL FLATTEN(v:items) f) SELECT i FROM items;

-- case: a view, a table and a merge over CTEs
-- => v <- s : create_view derived 0.8
-- => t <- s : create_table_as aggregated 0.8
CREATE VIEW v AS WITH a AS (SELECT * FROM s) SELECT * FROM a;
CREATE TABLE t AS (WITH a AS (SELECT k, COUNT(*) n FROM s GROUP BY k) SELECT * FROM a);

-- case: import CTEs, the way models are written
-- => mart.f <- db.stg.orders : create_table_as derived 0.8
-- => mart.f <- db.stg.payments : create_table_as aggregated 0.6
-- => mart.f <- db.stg.customers : create_table_as derived 0.8
create or replace transient table mart.f as (
with orders as (select * from db.stg.orders),
payments as (select * from db.stg.payments),
customers as (select * from db.stg.customers),
order_payments as (select order_id, sum(amount) as total from payments group by 1),
final as (
  select orders.id, customers.name, order_payments.total, count(*) over (partition by customers.id) as n
  from orders left join order_payments on order_payments.order_id = orders.id left join customers using (customer_id)
)
select * from final
);

-- case: a CTE named like a keyword
-- => t <- s : insert derived 0.8
INSERT INTO t WITH final AS (SELECT * FROM s), source AS (SELECT * FROM final) SELECT * FROM source;

-- case: a CTE inside the subquery of another's filter
-- => t <- s : insert derived 0.8
-- => t <- d : insert derived 0.6
INSERT INTO t WITH a AS (SELECT * FROM s WHERE id IN (WITH b AS (SELECT id FROM d) SELECT id FROM b)) SELECT * FROM a;
