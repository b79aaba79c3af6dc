import type { Column, PlanDependent, PlanToProve } from '@aegis/core'

export const ORDERS = { catalog: '', schema: 'shop', name: 'orders' }

/** `price numeric(10,2)!` with `!` for NOT NULL and `= expression` for a default. */
function column(text: string, index: number): Column {
  const [shape = '', defaultValue = null] = text.split(' = ')
  const space = shape.indexOf(' ')
  return {
    name: shape.slice(0, space),
    type: shape.slice(space + 1).replace('!', ''),
    nullable: !shape.endsWith('!'),
    ordinal: index + 1,
    defaultValue,
    comment: null,
  }
}

export function view(name: string, sql: string, kind: PlanDependent['kind'] = 'view'): PlanDependent {
  const [schema = '', table = ''] = name.split('.')
  return { ref: { catalog: '', schema, name: table }, sql, kind }
}

export interface PlanTexts {
  readonly accepted: readonly string[]
  readonly latest: readonly string[]
  readonly statements: readonly string[]
  readonly views?: readonly PlanDependent[]
  readonly kind?: PlanToProve['kind']
}

export function planOf({ accepted, latest, statements, views = [], kind = 'table' }: PlanTexts): PlanToProve {
  return {
    dialect: 'postgresql',
    table: ORDERS,
    kind,
    accepted: accepted.map(column),
    latest: latest.map(column),
    dependents: views,
    statements,
  }
}
