import type { Column } from '@aegis/core'
import { randomOf } from '../random.ts'

/** What the n-th change of a table leaves behind. */
export interface Shape {
  readonly exists: boolean
  readonly columns: readonly Column[]
  /** Another one after the table was dropped and created anew. */
  readonly objectId: string
}

const WIDTH = 100
const COLUMNS_AT_FIRST: readonly Column[] = [
  { name: 'id', type: 'bigint', nullable: false, ordinal: 1 },
  { name: 'value', type: `character varying(${WIDTH})`, nullable: true, ordinal: 2 },
]

type Step = 'add' | 'widen' | 'drop'

function stepOf(seed: number, table: number, version: number): Step {
  const drawn = randomOf(seed, 1_000_003 * table + version).int(0, 9)
  return drawn < 6 ? 'add' : drawn < 9 ? 'widen' : 'drop'
}

function added({ columns }: Shape, version: number): readonly Column[] {
  const ordinal = columns.length + 1
  return [...columns, { name: `c${version}`, type: 'text', nullable: true, ordinal }]
}

function widened({ columns }: Shape, version: number): readonly Column[] {
  const type = `character varying(${WIDTH + version})`
  return columns.map((column) => (column.name === 'value' ? { ...column, type } : column))
}

/** Each change goes further away from every earlier shape, so that none is ever taken for a return to one. */
function next(before: Shape, lastStanding: Shape, step: Step, version: number): Shape {
  const { objectId } = lastStanding
  if (!before.exists) return { exists: true, columns: added(lastStanding, version), objectId: `${version}` }
  switch (step) {
    case 'add':
      return { exists: true, columns: added(before, version), objectId }
    case 'widen':
      return { exists: true, columns: widened(before, version), objectId }
    case 'drop':
      return { exists: false, columns: [], objectId }
  }
}

export interface Shapes {
  /** Of a table by its number, after so many changes. */
  at(table: number, version: number): Shape
}

/** Every shape that every table ever has, fixed by the seed alone. */
export function shapesOf(seed: number): Shapes {
  const known = new Map<number, Shape[]>()
  return {
    at(table, version): Shape {
      const shapes = known.get(table) ?? [{ exists: true, columns: COLUMNS_AT_FIRST, objectId: '0' }]
      known.set(table, shapes)
      for (let at = shapes.length; at <= version; at += 1) {
        const before = shapes[at - 1]
        const standing = shapes.findLast(({ exists }) => exists)
        if (before === undefined || standing === undefined) throw new RangeError('a table begins as a table')
        shapes.push(next(before, standing, stepOf(seed, table, at), at))
      }
      const shape = shapes[version]
      if (shape === undefined) throw new RangeError(`no shape ${version}`)
      return shape
    },
  }
}
