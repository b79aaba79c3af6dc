import type { DiagnosisContext } from '../../ports/architect.ts'

/** Tables that a prompt may hold; more tell a model nothing. */
const MOST_TABLES = 150
const MOST_DOWNSTREAM = 60
/** Said in place of a table without an id. */
export const OTHER_TABLE = 'another table'

/** Names of tables behind ids, so that nothing written into a name reaches a prompt and no answer can make one up. */
export interface OpaqueNames {
  /** The ids in order, the incident's own table first. */
  readonly ids: readonly string[]
  /** undefined: the table has no id. */
  idOf(name: string): string | undefined
  /** undefined: nobody was given this id. */
  nameOf(id: string): string | undefined
  /** Replaces each known name in the text by its id. */
  hide(text: string): string
  /** As `hide`, and also names without their schema, as statements have them. */
  hideInSql(sql: string): string
  /** Replaces each id in the text by what `write` makes of its table's name. */
  reveal(text: string, write?: (name: string) => string): string
  /** Every id-like word of the text that is no id. */
  unknownIds(text: string): readonly string[]
}

function tablesOf({ incident, upstream, blastRadius }: DiagnosisContext): readonly string[] {
  const nearestFirst = [...upstream].sort((a, b) => a.node.depth - b.node.depth)
  return [
    ...new Set([
      ...(incident.table === null ? [] : [incident.table]),
      ...nearestFirst.map(({ node }) => node.name),
      ...nearestFirst.flatMap(({ path }) => path),
      ...blastRadius.affectedTables.slice(0, MOST_DOWNSTREAM).map(({ name }) => name),
    ]),
  ]
}

/** Ids must not read like a column that is there. */
function prefixFor(words: ReadonlySet<string>): string {
  for (const prefix of ['T', 'TBL', 'TABLE_ID_']) {
    const pattern = new RegExp(`^${prefix}\\d+$`, 'i')
    if (![...words].some((word) => pattern.test(word))) return prefix
  }
  return 'AEGIS_TABLE_'
}

const WORD = '[\\p{L}\\p{N}_$]'

function escaped(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')
}

function anyOf(names: Iterable<string>): RegExp | null {
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return null
  const choice = longestFirst.map(escaped).join('|')
  return new RegExp(`(?<!${WORD}|\\.)(?:${choice})(?!${WORD})`, 'giu')
}

function lastPart(name: string): string {
  return (
    /(?:"([^"]+)"|`([^`]+)`|([^."`]+))$/
      .exec(name)
      ?.slice(1)
      .find((part) => part !== undefined) ?? name
  )
}

/** `words`: names of columns and the like that the prompt holds. */
export function opaqueNames(context: DiagnosisContext, words: ReadonlySet<string>): OpaqueNames {
  const tables = tablesOf(context)
  const prefix = prefixFor(words)
  const given = tables.slice(0, MOST_TABLES)
  const ids = given.map((_name, index) => `${prefix}${index + 1}`)
  const idByName = new Map(given.map((name, index) => [name, ids[index] ?? '']))
  const nameById = new Map(given.map((name, index) => [ids[index] ?? '', name]))
  const allNames = new Set([...tables, ...context.blastRadius.affectedTables.map(({ name }) => name)])
  const whole = anyOf(allNames)
  const lowerCased = new Map(
    [...allNames].map((name) => [name.toLowerCase(), idByName.get(name) ?? OTHER_TABLE]),
  )
  const shorts = Map.groupBy(given, (name) => lastPart(name).toLowerCase())
  const bare = new Map(
    [...shorts].flatMap(([short, names]): [string, string][] =>
      names.length === 1 && short.length >= 2 && !words.has(short)
        ? [[short, idByName.get(names[0] ?? '') ?? OTHER_TABLE]]
        : [],
    ),
  )
  const bareNames = anyOf(bare.keys())
  const idPattern = new RegExp(`(["\`]?)(?<!${WORD})(${prefix}\\d+)(?!${WORD})\\1`, 'gu')

  function hide(text: string): string {
    if (whole === null) return text
    return text.replace(
      whole,
      (name) => idByName.get(name) ?? lowerCased.get(name.toLowerCase()) ?? OTHER_TABLE,
    )
  }
  return {
    ids,
    idOf: (name) => idByName.get(name),
    nameOf: (id) => nameById.get(id),
    hide,
    hideInSql(sql) {
      const hidden = hide(sql)
      if (bareNames === null) return hidden
      return hidden.replace(bareNames, (name) => bare.get(name.toLowerCase()) ?? name)
    },
    reveal: (text, write = (name) => name) =>
      text.replace(idPattern, (found, _quote: string, id: string) => {
        const name = nameById.get(id)
        return name === undefined ? found : write(name)
      }),
    unknownIds: (text) =>
      [...text.matchAll(idPattern)].map(([, , id]) => id ?? '').filter((id) => !nameById.has(id)),
  }
}
