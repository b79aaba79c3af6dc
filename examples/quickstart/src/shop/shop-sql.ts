import { identifierRules } from '@aegis/core'
import { SHOP_TABLES, type ShopColumn, type ShopNames, type ShopTable, tableRef } from './names.ts'

const CUSTOMERS = 400
const ORDERS = 4000

/** The statements that build, feed, break and mend the shop. */
export interface ShopSql {
  /** Schemas, tables and the view. */
  readonly structure: readonly string[]
  /** The pipeline, in the order in which it runs. */
  readonly loads: readonly string[]
  /** Brings the customers, and with them their watermark, up to date. Part of `loads` too. */
  readonly loadCustomers: string
  /** What lets a monitoring role read the customers' watermark, and no other column. */
  readonly grants: (role: string) => readonly string[]
  /** Makes the price of a table a text. */
  readonly breakPrice: (table: 'rawOrders' | 'stagingOrders' | 'orders') => string
  /** Builds the customers' value anew, as modelling tools do, with another name for one column. */
  readonly rebuildLtv: readonly string[]
  /** The name that `rebuildLtv` gives to the lifetime value, as the server stores it. */
  readonly renamedLtv: string
  /** Rewrites the customers' file without a change of data. */
  readonly vacuumCustomers: string
  /** As if the customers had not been loaded for some hours. */
  readonly ageCustomers: (minutes: number) => string
}

const rules = identifierRules('postgresql')

/** `schema.table` as Aegis names it: parts in quotes only where needed. */
export function qualifiedName(names: ShopNames, table: ShopTable): string {
  return rules.key(tableRef(names, table))
}

/** Writes the shop's SQL in the given names. */
export function shopSql(names: ShopNames): ShopSql {
  const quoted = (name: string): string => rules.sql({ catalog: '', schema: '', name })
  const table = (key: ShopTable): string => rules.sql(tableRef(names, key))
  const column = (key: ShopColumn): string => quoted(names.columns[key])
  const schema = (key: ShopTable): string => quoted(tableRef(names, key).schema)

  const rawOrders = table('rawOrders')
  const rawCustomers = table('rawCustomers')
  const stagingOrders = table('stagingOrders')
  const orders = table('orders')
  const dailyRevenue = table('dailyRevenue')
  const customerLtv = table('customerLtv')
  const execDashboard = table('execDashboard')
  const orderId = column('orderId')
  const customerId = column('customerId')
  const customerName = column('customerName')
  const country = column('country')
  const updatedAt = column('updatedAt')
  const price = column('price')
  const quantity = column('quantity')
  const status = column('status')
  const orderedAt = column('orderedAt')
  const day = column('day')
  const orderCount = column('orderCount')
  const revenue = column('revenue')
  const lifetimeValue = column('lifetimeValue')
  const averageOrder = column('averageOrder')

  const structure = [
    ...new Set(SHOP_TABLES.map((key) => `CREATE SCHEMA ${schema(key)}`)),
    `CREATE TABLE ${rawCustomers} (
       ${customerId} bigint PRIMARY KEY,
       ${customerName} text NOT NULL,
       ${country} char(2) NOT NULL,
       ${updatedAt} timestamptz NOT NULL
     )`,
    `CREATE TABLE ${rawOrders} (
       ${orderId} bigint PRIMARY KEY,
       ${customerId} bigint NOT NULL,
       ${price} double precision,
       ${quantity} integer NOT NULL,
       ${status} text NOT NULL,
       ${orderedAt} timestamptz NOT NULL
     )`,
    `CREATE TABLE ${stagingOrders} (
       ${orderId} bigint PRIMARY KEY,
       ${customerId} bigint NOT NULL,
       ${country} char(2) NOT NULL,
       ${price} double precision,
       ${quantity} integer NOT NULL,
       ${orderedAt} timestamptz NOT NULL
     )`,
    `CREATE TABLE ${orders} (
       ${orderId} bigint PRIMARY KEY,
       ${customerId} bigint NOT NULL,
       ${country} char(2) NOT NULL,
       ${price} double precision,
       ${quantity} integer NOT NULL,
       ${day} date NOT NULL
     )`,
    `CREATE TABLE ${dailyRevenue} (
       ${day} date PRIMARY KEY,
       ${orderCount} bigint NOT NULL,
       ${revenue} double precision
     )`,
    `CREATE VIEW ${execDashboard} AS
       SELECT ${day}, ${revenue}, ${orderCount}, ${revenue} / nullif(${orderCount}, 0) AS ${averageOrder}
       FROM ${dailyRevenue}`,
  ]

  const ltvAs = (value: string): string => `CREATE TABLE ${customerLtv} AS
     SELECT ${customerId}, count(*) AS ${orderCount}, sum(${price} * ${quantity}) AS ${value}
     FROM ${orders}
     GROUP BY ${customerId}`
  const renamedLtv = `${names.columns.lifetimeValue}_total`

  // Data that only depends on n: every run has the same shop.
  const loadCustomers = `INSERT INTO ${rawCustomers} (${customerId}, ${customerName}, ${country}, ${updatedAt})
     SELECT n, 'Customer ' || n, (ARRAY['DE', 'FR', 'PL', 'JP', 'US'])[1 + n % 5], now()
     FROM generate_series(1, ${CUSTOMERS}) AS n
     ON CONFLICT (${customerId}) DO UPDATE SET ${updatedAt} = excluded.${updatedAt}`
  const loads = [
    loadCustomers,
    `INSERT INTO ${rawOrders} (${orderId}, ${customerId}, ${price}, ${quantity}, ${status}, ${orderedAt})
     SELECT n, 1 + (n * 7919) % ${CUSTOMERS}, 5 + ((n * 6151) % 9500) / 100.0, 1 + n % 4,
       CASE WHEN n % 17 = 0 THEN 'cancelled' ELSE 'paid' END, now() - make_interval(mins => (n * 31) % 86400)
     FROM generate_series(1, ${ORDERS}) AS n`,
    `INSERT INTO ${stagingOrders} (${orderId}, ${customerId}, ${country}, ${price}, ${quantity}, ${orderedAt})
     SELECT o.${orderId}, o.${customerId}, c.${country}, o.${price}, o.${quantity}, o.${orderedAt}
     FROM ${rawOrders} AS o
     JOIN ${rawCustomers} AS c ON c.${customerId} = o.${customerId}
     WHERE o.${status} <> 'cancelled'`,
    `MERGE INTO ${orders} AS t
     USING ${stagingOrders} AS s ON t.${orderId} = s.${orderId}
     WHEN MATCHED THEN UPDATE SET ${price} = s.${price}, ${quantity} = s.${quantity}
     WHEN NOT MATCHED THEN
       INSERT (${orderId}, ${customerId}, ${country}, ${price}, ${quantity}, ${day})
       VALUES (s.${orderId}, s.${customerId}, s.${country}, s.${price}, s.${quantity}, s.${orderedAt}::date)`,
    `WITH sold AS (
       SELECT ${day}, ${price} * ${quantity} AS amount FROM ${orders}
     )
     INSERT INTO ${dailyRevenue} (${day}, ${orderCount}, ${revenue})
     SELECT ${day}, count(*), sum(amount) FROM sold GROUP BY ${day}`,
    ltvAs(lifetimeValue),
  ]

  return {
    structure,
    loads,
    loadCustomers,
    grants: (role) => [
      `GRANT USAGE ON SCHEMA ${schema('rawCustomers')} TO ${quoted(role)}`,
      `GRANT SELECT (${updatedAt}) ON ${rawCustomers} TO ${quoted(role)}`,
    ],
    rebuildLtv: [`DROP TABLE ${customerLtv}`, ltvAs(quoted(renamedLtv))],
    renamedLtv,
    vacuumCustomers: `VACUUM FULL ${rawCustomers}`,
    breakPrice: (key) => `ALTER TABLE ${table(key)} ALTER COLUMN ${price} TYPE character varying(255)`,
    ageCustomers: (minutes) =>
      `UPDATE ${rawCustomers} SET ${updatedAt} = ${updatedAt} - make_interval(mins => ${minutes})`,
  }
}
