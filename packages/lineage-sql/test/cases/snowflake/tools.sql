-- case: an incremental model, deleted and inserted
-- => irrelevant: begin [begin]
-- => db.mart.orders <- db.mart.orders__dbt_tmp : delete direct 1.0 { }
-- => db.mart.orders <- db.mart.orders__dbt_tmp : insert direct 1.0 { ID > ID, UPDATED_AT > UPDATED_AT }
-- => irrelevant: commit [commit]
BEGIN;
delete from db.mart.orders as DBT_INTERNAL_DEST
using db.mart.orders__dbt_tmp
where db.mart.orders__dbt_tmp.id = DBT_INTERNAL_DEST.id;
insert into db.mart.orders ("ID", "UPDATED_AT")
(
    select "ID", "UPDATED_AT"
    from db.mart.orders__dbt_tmp
);
COMMIT;

-- case: a snapshot merged
-- => "DB"."SNAP"."ORDERS" <- "DB"."SNAP"."ORDERS__DBT_TMP" : merge direct 1.0
merge into "DB"."SNAP"."ORDERS" as DBT_INTERNAL_DEST
using "DB"."SNAP"."ORDERS__DBT_TMP" as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.dbt_scd_id = DBT_INTERNAL_DEST.dbt_scd_id
when matched and DBT_INTERNAL_DEST.dbt_valid_to is null and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
  then update set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
when not matched and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
  then insert ("ID", "DBT_VALID_TO") values ("ID", "DBT_VALID_TO");

-- case: the rows to be snapshotted
-- => db.snap.orders__dbt_tmp <- db.raw.orders : create_table_as derived 0.6 temporary
-- => db.snap.orders__dbt_tmp <- db.snap.orders : create_table_as derived 0.8 temporary
create or replace temporary table db.snap.orders__dbt_tmp as (
with snapshot_query as (
    select * from (select * from db.raw.orders) q
),
snapshotted_data as (
    select *, id as dbt_unique_key from db.snap.orders where dbt_valid_to is null
),
insertions_source_data as (
    select *, md5(coalesce(cast(id as varchar), '') || '|') as dbt_scd_id from snapshot_query
),
insertions as (
    select 'insert' as dbt_change_type, source_data.*
    from insertions_source_data as source_data
    left outer join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.id
    where snapshotted_data.dbt_unique_key is null
)
select * from insertions
);

-- case: a model with a comment in front and one behind
-- => db.mart.v <- db.raw.a : create_view derived 0.8
/* {"app": "dbt", "node_id": "model.p.v"} */
create or replace   view db.mart.v
  
   as (
    -- depends on: ref('a')
with a as ( select * from db.raw.a ) select * from a
  );
/* done */

-- case: a loader's staging table, deduplicated
-- => "DB"."RAW"."USERS" <- "DB"."RAW"."_STAGE_USERS" : merge derived 0.8
MERGE INTO "DB"."RAW"."USERS" AS target USING (
  SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "ID" ORDER BY "_SYNCED" DESC) AS rn FROM "DB"."RAW"."_STAGE_USERS") WHERE rn = 1
) AS source ON target."ID" = source."ID"
WHEN MATCHED THEN UPDATE SET "NAME" = source."NAME"
WHEN NOT MATCHED THEN INSERT ("ID", "NAME") VALUES (source."ID", source."NAME");

-- case: raw JSON flattened into a table of its own
-- => db.raw.items <- db.raw.events : create_table_as direct 1.0
CREATE OR REPLACE TABLE db.raw.items AS
SELECT e.v:id::STRING AS event_id, f.index AS n, f.value:sku::STRING AS sku, f.value:"price"::NUMBER(10,2) AS price
FROM db.raw.events e, LATERAL FLATTEN(INPUT => e.v:order.items, OUTER => TRUE) f
WHERE e.v:type::STRING = 'order' AND f.value IS NOT NULL;

-- case: a spine of dates joined with facts
-- => db.mart.daily <- db.mart.orders : create_table_as aggregated 1.0
CREATE OR REPLACE TABLE db.mart.daily AS
WITH spine AS (SELECT DATEADD(day, SEQ4(), '2026-01-01')::DATE AS day FROM TABLE(GENERATOR(ROWCOUNT => 366)))
SELECT s.day, COUNT(o.id) AS orders, SUM(IFF(o.status = 'from', o.amount, 0)) AS amount
FROM spine s LEFT JOIN db.mart.orders o ON o.created_at::DATE = s.day
GROUP BY 1;

-- case: a warehouse's own views read into a table
-- => ops.queries <- snowflake.account_usage.query_history : insert aggregated 1.0
-- => ops.queries <- snowflake.account_usage.warehouse_metering_history : insert aggregated 1.0
INSERT INTO ops.queries SELECT q.warehouse_name, COUNT(*), SUM(m.credits_used) FROM snowflake.account_usage.query_history q JOIN snowflake.account_usage.warehouse_metering_history m USING (warehouse_name) GROUP BY ALL;

-- case: sessions found with windows
-- => mart.sessions <- raw.pages : create_table_as aggregated 0.6
CREATE TABLE mart.sessions AS
SELECT user_id, session, MIN(ts) AS started, MAX(ts) AS ended FROM (
  SELECT *, SUM(is_new) OVER (PARTITION BY user_id ORDER BY ts) AS session FROM (
    SELECT user_id, ts, IFF(DATEDIFF(minute, LAG(ts) OVER (PARTITION BY user_id ORDER BY ts), ts) > 30, 1, 0) AS is_new FROM (
      SELECT user_id, ts FROM raw.pages)))
GROUP BY 1, 2;

-- case: rights to be forgotten
-- => raw.events <- gdpr.requests : delete derived 0.8
-- => raw.users <- gdpr.requests : update derived 0.8
DELETE FROM raw.events WHERE user_id IN (SELECT user_id FROM gdpr.requests WHERE done = FALSE);
UPDATE raw.users u SET mail = SHA2(mail), name = NULL WHERE EXISTS (SELECT 1 FROM gdpr.requests r WHERE r.user_id = u.id);

-- case: what a query tag and a session hold around one load
-- => irrelevant: alter []
-- => irrelevant: use [context: raw]
-- => t <- stage:@st/2026/11/24/ : copy direct 1.0
-- => irrelevant: alter []
ALTER SESSION SET QUERY_TAG = '{"from": "x"}';
USE SCHEMA raw;
COPY INTO t FROM @st/2026/11/24/ PATTERN='.*[.]json[.]gz' FILE_FORMAT=(TYPE=JSON) ON_ERROR=ABORT_STATEMENT;
ALTER SESSION UNSET QUERY_TAG;
