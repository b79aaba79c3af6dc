import type { StatementEffect, WrittenName } from '@aegis/core/ports'

type Rename = Extract<StatementEffect, { readonly effect: 'rename' }>

/** The new name: a bare one stays in the schema of the old. */
export function renamedTo({ table, to }: Rename): WrittenName {
  const isBare = to.parts.length === 1 && table.parts.length > 1
  return isBare ? { ...to, parts: [...table.parts.slice(0, -1), ...to.parts] } : to
}

/** The tables whose data or name an effect changes. */
export function changedBy(effect: StatementEffect): readonly WrittenName[] {
  switch (effect.effect) {
    case 'drop':
    case 'truncate':
      return [effect.table]
    case 'rename':
      return [effect.table, renamedTo(effect)]
    case 'swap':
      return [effect.table, effect.with]
    default:
      return []
  }
}
