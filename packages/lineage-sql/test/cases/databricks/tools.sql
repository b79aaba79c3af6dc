-- case: an incremental model by merge
-- => "main"."mart"."orders" <- "orders__dbt_tmp" : merge direct 1.0
merge into `main`.`mart`.`orders` as DBT_INTERNAL_DEST using `orders__dbt_tmp` as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.id <=> DBT_INTERNAL_DEST.id
when matched then update set `id` = DBT_INTERNAL_SOURCE.`id`
when not matched then insert (`id`) values (DBT_INTERNAL_SOURCE.`id`);

-- case: an incremental model by overwriting
-- => "main"."mart"."orders" <- "orders__dbt_tmp" : insert direct 1.0
insert overwrite table `main`.`mart`.`orders`
    partition (day)
    select `id`, `day` from `orders__dbt_tmp`;

-- case: an incremental model by appending
-- => "main"."mart"."orders" <- "orders__dbt_tmp" : insert direct 1.0 { id > id, day > day }
insert into table `main`.`mart`.`orders` (`id`, `day`)
select `id`, `day` from `orders__dbt_tmp`;

-- case: a model as a view of the session, then as a table
-- => "orders__dbt_tmp" <- "main"."raw"."orders" : create_view derived 0.8 temporary
-- => "main"."mart"."orders" <- "orders__dbt_tmp" : create_table_as direct 1.0
create or replace temporary view `orders__dbt_tmp` as
with src as (select * from `main`.`raw`.`orders`) select * from src;
create or replace table `main`.`mart`.`orders`
    using delta
    partitioned by (day)
    comment 'from raw; select *'
    as
    select * from `orders__dbt_tmp`;

-- case: a medallion in a script
-- => bronze.orders <- path:/Volumes/main/raw/orders : copy direct 1.0
-- => silver.orders <- bronze.orders : merge derived 0.8
-- => gold.daily <- silver.orders : create_table_as aggregated 1.0
-- => irrelevant: optimize
-- => irrelevant: vacuum
COPY INTO bronze.orders FROM '/Volumes/main/raw/orders' FILEFORMAT = JSON COPY_OPTIONS ('mergeSchema' = 'true');
MERGE INTO silver.orders t USING (SELECT DISTINCT * FROM bronze.orders WHERE id IS NOT NULL) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *;
CREATE OR REPLACE TABLE gold.daily CLUSTER BY (day) AS SELECT day, sum(price) AS revenue FROM silver.orders GROUP BY day;
OPTIMIZE gold.daily FULL;
VACUUM gold.daily LITE;

-- case: nested JSON exploded twice
-- => silver.items <- bronze.events : create_table_as direct 1.0
CREATE OR REPLACE TABLE silver.items AS
SELECT e.id, o.order_id, i.item:sku::string AS sku, i.item:price::decimal(10, 2) AS price
FROM bronze.events e
LATERAL VIEW OUTER explode(from_json(e.payload:orders, 'ARRAY<STRUCT<order_id: INT, items: ARRAY<STRING>>>')) ex AS o
LATERAL VIEW posexplode(o.items) ix AS pos, item
JOIN bronze.events x ON x.id = e.id;

-- case: a spine of dates joined with facts
-- => gold.daily <- silver.orders : insert aggregated 1.0
WITH spine AS (SELECT explode(sequence(DATE'2026-01-01', current_date(), INTERVAL 1 DAY)) AS day)
INSERT OVERWRITE gold.daily
SELECT s.day, count(o.id), sum(if(o.status = 'from', o.amount, 0)) FROM spine s LEFT JOIN silver.orders o ON CAST(o.ts AS DATE) = s.day GROUP BY ALL;

-- case: the product's own tables read
-- => ops.cost <- system.billing.usage : insert aggregated 1.0
-- => ops.cost <- system.billing.list_prices : insert aggregated 1.0
INSERT INTO ops.cost SELECT u.sku_name, sum(u.usage_quantity * p.pricing.default) FROM system.billing.usage u JOIN system.billing.list_prices p ON u.sku_name = p.sku_name AND u.usage_end_time >= p.price_start_time GROUP BY 1;

-- case: rights to be forgotten
-- => raw.events <- gdpr.requests : delete derived 0.8
-- => raw.users <- gdpr.requests : update derived 0.8
DELETE FROM raw.events WHERE user_id IN (SELECT user_id FROM gdpr.requests WHERE NOT done);
UPDATE raw.users SET mail = sha2(mail, 256) WHERE EXISTS (SELECT 1 FROM gdpr.requests r WHERE r.user_id = users.id);

-- case: a dimension of slow changes, in one statement
-- => dim.customer <- stg.customer : merge derived 0.8
MERGE INTO dim.customer AS t USING (
  SELECT s.id AS k, s.* FROM stg.customer s
  UNION ALL
  SELECT NULL AS k, s.* FROM stg.customer s JOIN dim.customer d ON s.id = d.id WHERE d.is_current AND (d.name <> s.name OR d.city IS DISTINCT FROM s.city)
) AS s ON t.id = s.k
WHEN MATCHED AND t.is_current AND t.hash <> s.hash THEN UPDATE SET is_current = false, valid_to = s.ts
WHEN NOT MATCHED THEN INSERT (id, name, city, is_current, valid_from) VALUES (s.id, s.name, s.city, true, s.ts);

-- case: a pipeline of three layers with expectations
-- => bronze <- path:/Volumes/main/raw/in : create_table_as direct 1.0
-- => silver <- bronze : create_table_as direct 1.0
-- => silver <- dim : create_table_as direct 1.0
-- => gold <- silver : create_view aggregated 1.0 { k > k }
CREATE OR REFRESH STREAMING TABLE bronze COMMENT 'from files' AS SELECT *, _metadata.file_name AS file FROM STREAM read_files('/Volumes/main/raw/in', format => 'csv', header => true);
CREATE OR REFRESH STREAMING TABLE silver (CONSTRAINT ok EXPECT (id IS NOT NULL AND kind IN ('select', 'from')) ON VIOLATION DROP ROW) AS SELECT b.*, d.name FROM STREAM bronze b LEFT JOIN dim d ON d.id = b.dim_id;
CREATE OR REFRESH MATERIALIZED VIEW gold AS SELECT k, count(*) AS n FROM silver GROUP BY k;
