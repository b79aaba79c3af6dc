import type { ShopColumn, ShopSchema, ShopTable } from './names.ts'

/** Candidates for a place in the shop. No word stands in two lists, so all names of one shop differ. */
export type Words = readonly [string, ...string[]]

export const SCHEMA_WORDS: Readonly<Record<ShopSchema, Words>> = {
  raw: ['landing', 'ingest', 'bronze', 'inbound', 'lake'],
  staging: ['prepared', 'silver', 'conformed', 'cleaned', 'work_area'],
  analytics: ['marts', 'gold', 'warehouse', 'core_model', 'insights'],
  reporting: ['boards', 'published', 'presentation', 'exposed', 'front_office'],
}

export const TABLE_WORDS: Readonly<Record<ShopTable, Words>> = {
  rawOrders: ['purchases', 'checkout_events', 'web_sales', 'pos_tickets', 'till_lines'],
  rawCustomers: ['shoppers', 'crm_contacts', 'accounts', 'members', 'patrons'],
  stagingOrders: ['purchase_lines', 'sales_clean', 'basket_items', 'stg_sales', 'ticket_lines'],
  orders: ['fact_sales', 'transactions', 'deals', 'sold_items', 'order_facts'],
  dailyRevenue: ['takings_by_date', 'turnover', 'income_per_date', 'sales_calendar', 'date_totals'],
  customerLtv: ['member_worth', 'loyalty_value', 'account_value', 'shopper_score', 'cohort_worth'],
  execDashboard: ['board_summary', 'leadership_view', 'ceo_overview', 'steering_report', 'kpi_sheet'],
}

export const COLUMN_WORDS: Readonly<Record<ShopColumn, Words>> = {
  orderId: ['ticket_no', 'purchase_key', 'receipt_id', 'sale_ref', 'txn_id'],
  customerId: ['shopper_key', 'account_no', 'member_ref', 'party_id', 'contact_id'],
  customerName: ['display_name', 'holder', 'full_title', 'known_as', 'contact_label'],
  country: ['market', 'territory', 'region_code', 'land', 'locale'],
  updatedAt: ['modified_on', 'last_change', 'sync_time', 'refreshed', 'touched_at'],
  price: ['unit_cost', 'net_amount', 'fee', 'charge', 'amount_each'],
  quantity: ['units', 'pieces', 'item_count', 'pack_size', 'volume'],
  status: ['state_code', 'lifecycle', 'phase', 'condition', 'progress'],
  orderedAt: ['sold_on', 'placed_time', 'booked_when', 'purchase_ts', 'occurred'],
  day: ['calendar_date', 'business_date', 'booking_date', 'trade_date', 'on_date'],
  orderCount: ['sales_number', 'ticket_total', 'deal_count', 'basket_number', 'receipts'],
  revenue: ['gross_income', 'takings', 'total_amount', 'sum_sold', 'earned'],
  lifetimeValue: ['worth', 'total_spend', 'loyalty_sum', 'value_to_date', 'spend_ever'],
  averageOrder: ['mean_basket', 'avg_ticket', 'typical_spend', 'per_receipt', 'basket_mean'],
}

/** PostgreSQL takes these as names only in quotes. */
export const KEYWORDS: Words = ['user', 'order', 'group', 'table', 'check', 'default', 'limit', 'end']

/** Names people write in their own language. */
export const FOREIGN_WORDS: Words = [
  'größe',
  'ventes_été',
  'año',
  'цена',
  'заказы',
  'żółty_arkusz',
  'montant_€',
  '注文',
]
