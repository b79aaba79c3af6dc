import type { TableRef } from '@aegis/core'
import { pick, type Random, seededRandom, shuffle } from './random.ts'
import { COLUMN_WORDS, FOREIGN_WORDS, KEYWORDS, SCHEMA_WORDS, TABLE_WORDS } from './words.ts'

export type ShopSchema = 'raw' | 'staging' | 'analytics' | 'reporting'

export type ShopTable =
  | 'rawOrders'
  | 'rawCustomers'
  | 'stagingOrders'
  | 'orders'
  | 'dailyRevenue'
  | 'customerLtv'
  | 'execDashboard'

export type ShopColumn =
  | 'orderId'
  | 'customerId'
  | 'customerName'
  | 'country'
  | 'updatedAt'
  | 'price'
  | 'quantity'
  | 'status'
  | 'orderedAt'
  | 'day'
  | 'orderCount'
  | 'revenue'
  | 'lifetimeValue'
  | 'averageOrder'

/** What everything in the shop is called, each name as the server stores it: unquoted. */
export interface ShopNames {
  readonly schemas: Readonly<Record<ShopSchema, string>>
  readonly tables: Readonly<Record<ShopTable, string>>
  readonly columns: Readonly<Record<ShopColumn, string>>
}

const SCHEMA_OF: Readonly<Record<ShopTable, ShopSchema>> = {
  rawOrders: 'raw',
  rawCustomers: 'raw',
  stagingOrders: 'staging',
  orders: 'analytics',
  dailyRevenue: 'analytics',
  customerLtv: 'analytics',
  execDashboard: 'reporting',
}

export const DEFAULT_NAMES: ShopNames = {
  schemas: { raw: 'raw', staging: 'staging', analytics: 'analytics', reporting: 'reporting' },
  tables: {
    rawOrders: 'orders',
    rawCustomers: 'customers',
    stagingOrders: 'orders',
    orders: 'orders',
    dailyRevenue: 'daily_revenue',
    customerLtv: 'customer_ltv',
    execDashboard: 'exec_dashboard',
  },
  columns: {
    orderId: 'order_id',
    customerId: 'customer_id',
    customerName: 'customer_name',
    country: 'country',
    updatedAt: 'updated_at',
    price: 'price',
    quantity: 'quantity',
    status: 'status',
    orderedAt: 'ordered_at',
    day: 'day',
    orderCount: 'order_count',
    revenue: 'revenue',
    lifetimeValue: 'lifetime_value',
    averageOrder: 'average_order',
  },
}

/** `daily_sales` -> `Daily Sales` or `DailySales`: names that mean themselves only in quotes. */
function withCapitals(word: string, separator: string): string {
  return word
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(separator)
}

/**
 * Gives some of the names what real warehouses have and naive tools trip over: capitals, spaces, keywords and letters
 * beyond ASCII. Each kind once among `names`.
 */
function spice<Key extends string>(
  names: Readonly<Record<Key, string>>,
  keys: readonly Key[],
  random: Random,
  taken: Set<string>,
): Readonly<Record<Key, string>> {
  const fresh = (words: readonly [string, ...string[]]): string => {
    const word = pick(words, random)
    return taken.has(word) ? fresh(words) : word
  }
  const twists: readonly ((word: string) => string)[] = [
    (word) => withCapitals(word, ''),
    (word) => withCapitals(word.includes('_') ? word : `all_${word}`, ' '),
    () => fresh(KEYWORDS),
    () => fresh(FOREIGN_WORDS),
  ]
  const spiced: Record<Key, string> = { ...names }
  shuffle(keys, random)
    .slice(0, twists.length)
    .forEach((key, index) => {
      const twisted = twists[index]?.(names[key]) ?? names[key]
      taken.add(twisted)
      spiced[key] = twisted
    })
  return spiced
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  // Object.keys forgets the key type; these records are literals without further keys.
  return Object.keys(record) as Key[]
}

function choose<Key extends string>(
  words: Readonly<Record<Key, readonly [string, ...string[]]>>,
  plain: Readonly<Record<Key, string>>,
  random: Random,
): Readonly<Record<Key, string>> {
  const chosen: Record<Key, string> = { ...plain }
  for (const key of keysOf(words)) chosen[key] = pick(words[key], random)
  return chosen
}

/** The shop's names; null: the plain ones, otherwise other names for everything, always the same for the same seed. */
export function shopNames(seed: number | null): ShopNames {
  if (seed === null) return DEFAULT_NAMES
  const random = seededRandom(seed)
  const taken = new Set<string>()
  const schemas = choose(SCHEMA_WORDS, DEFAULT_NAMES.schemas, random)
  const tables = spice(choose(TABLE_WORDS, DEFAULT_NAMES.tables, random), keysOf(TABLE_WORDS), random, taken)
  const columns = spice(
    choose(COLUMN_WORDS, DEFAULT_NAMES.columns, random),
    keysOf(COLUMN_WORDS),
    random,
    taken,
  )
  const [capitalised = 'raw'] = shuffle(keysOf(SCHEMA_WORDS), random)
  return {
    schemas: { ...schemas, [capitalised]: withCapitals(schemas[capitalised], ' ') },
    tables,
    columns,
  }
}

export function tableRef(names: ShopNames, table: ShopTable): TableRef {
  return { catalog: '', schema: names.schemas[SCHEMA_OF[table]], name: names.tables[table] }
}

export const SHOP_TABLES: readonly ShopTable[] = keysOf(SCHEMA_OF)
