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
  /** As `hide`; every other qualified name becomes `OTHER_TABLE`. */
  hideAll(text: string): string
  /** As `hide`, and also names without their schema, as statements have them. */
  hideInSql(sql: string): string
  /** Replaces each id in the text by what `write` makes of its table's name. */
  reveal(text: string, write?: (name: string) => string): string
  /** Every id-like word of the text that is no id. */
  unknownIds(text: string): readonly string[]
}

function tablesOf({ incident, upstream, downstream = [], blastRadius }: DiagnosisContext): readonly string[] {
  const nearestFirst = [...upstream].sort((a, b) => a.node.depth - b.node.depth)
  return [
    ...new Set([
      ...(incident.table === null ? [] : [incident.table]),
      ...nearestFirst.map(({ node }) => node.name),
      ...nearestFirst.flatMap(({ path }) => path),
      ...downstream.slice(0, MOST_DOWNSTREAM).flatMap(({ path }) => path),
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

/** Longer names make no pattern; they are looked for as they are. */
const MOST_PATTERN = 200
const NAMES_PER_PATTERN = 300

type Replace = (text: string, write: (name: string) => string) => string

/** Replaces whole names, the longest first, in either case. */
function replacing(names: Iterable<string>): Replace {
  const longestFirst = [...names].sort((a, b) => b.length - a.length)
  const long = longestFirst.filter((name) => name.length > MOST_PATTERN)
  const short = longestFirst.slice(long.length)
  const patterns: RegExp[] = []
  for (let at = 0; at < short.length; at += NAMES_PER_PATTERN) {
    const choice = short
      .slice(at, at + NAMES_PER_PATTERN)
      .map(escaped)
      .join('|')
    patterns.push(new RegExp(`(?<!${WORD}|\\.)(?:${choice})(?!${WORD})`, 'giu'))
  }
  return (text, write) => {
    let out = text
    for (const name of long) out = out.split(name).join(write(name))
    for (const pattern of patterns) out = out.replace(pattern, write)
    return out
  }
}

/** `a.b`, `"a b".c`: what reads like a table's name with its schema. */
const QUALIFIED =
  /(?<![\p{L}\p{N}_$."`])(?:"(?:[^"]|"")+"|`[^`]+`|[\p{L}_$][\p{L}\p{N}_$-]*)(?:\.(?:"(?:[^"]|"")+"|`[^`]+`|[\p{L}_$][\p{L}\p{N}_$-]*))+/gu

/** A name where statements have a table's. */
const AFTER_WORD =
  /(\b(?:from|join|into|table|update|view|using|exists|only|truncate|references)\s+)((?:"(?:[^"]|"")+"|`[^`]+`|[\p{L}_$][\p{L}\p{N}_$-]*)(?:\.(?:"(?:[^"]|"")+"|`[^`]+`|[\p{L}_$][\p{L}\p{N}_$-]*))*)/giu
const NO_TABLE: ReadonlySet<string> = new Set(
  'AS ANOTHER EXISTS FROM IF IN INTO LATERAL NOT ON ONLY OR SELECT SET TABLE UNNEST UPDATE VALUES VIEW WHERE'.split(
    ' ',
  ),
)

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
  const lowerCased = new Map(tables.map((name) => [name.toLowerCase(), idByName.get(name) ?? OTHER_TABLE]))
  const replaceWhole = replacing(tables)
  const shorts = Map.groupBy(given, (name) => lastPart(name).toLowerCase())
  const bare = new Map(
    [...shorts].flatMap(([short, names]): [string, string][] =>
      names.length === 1 && short.length >= 2 && !words.has(short)
        ? [[short, idByName.get(names[0] ?? '') ?? OTHER_TABLE]]
        : [],
    ),
  )
  const replaceBare = replacing(bare.keys())
  const idPattern = new RegExp(`(["\`]?)(?<!${WORD})(${prefix}\\d+)(?!${WORD})\\1`, 'gu')

  const hide = (text: string): string =>
    replaceWhole(text, (name) => idByName.get(name) ?? lowerCased.get(name.toLowerCase()) ?? OTHER_TABLE)
  return {
    ids,
    idOf: (name) => idByName.get(name),
    nameOf: (id) => nameById.get(id),
    hide,
    hideAll: (text) => hide(text).replace(QUALIFIED, OTHER_TABLE),
    hideInSql(sql) {
      const hidden = replaceBare(hide(sql), (name) => bare.get(name.toLowerCase()) ?? OTHER_TABLE)
      return hidden.replace(AFTER_WORD, (all, word: string, name: string) =>
        nameById.has(name) || NO_TABLE.has(name.toUpperCase()) ? all : `${word}${OTHER_TABLE}`,
      )
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
