import { identifierRules } from '@aegis/core'
import type { Mender } from './mending.ts'
import { nameAt, refOf } from './name-at.ts'
import type { ShadowExtension } from './pglite-protocol.ts'
import { type Shadow, tryToRun } from './shadow.ts'

const rules = identifierRules('postgresql')

const EXTENSIONS: readonly ShadowExtension[] = ['citext', 'hstore', 'ltree']

/** The extensions whose types a text names. */
export function extensionsIn(texts: readonly string[]): readonly ShadowExtension[] {
  return EXTENSIONS.filter((name) => texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)))
}

/**
 * Makes types of which nothing but the name is recorded: an extension's where it is at hand, else an enum, the most common of
 * them, and the values of these enums.
 */
export interface TypeMender extends Mender {
  /** Enums that stand in, as they are written in SQL. */
  readonly names: ReadonlySet<string>
}

const MISSING_SCHEMA = /^schema "(.+)" does not exist$/s
const MISSING_VALUE = /^invalid input value for enum (.+?): "(.*)"$/s

export function typeMender(shadow: Shadow, extensions: readonly ShadowExtension[]): TypeMender {
  const names = new Set<string>()
  const made = new Set<string>()

  async function makeType(written: string | null): Promise<boolean> {
    const ref = written === null ? null : refOf(written)
    if (ref === null) return false
    const type = rules.sql(ref)
    if (made.has(type)) return false
    made.add(type)
    const extension = extensions.find((name) => name === ref.name)
    const statement =
      extension === undefined
        ? `CREATE TYPE ${type} AS ENUM ()`
        : `CREATE EXTENSION ${extension} SCHEMA ${rules.quote(ref.schema)}`
    if ((await tryToRun(shadow, statement)) !== null) return false
    if (extension === undefined) names.add(type)
    return true
  }

  /** The message leaves out a schema of the search path. */
  async function addValue(written: string, value: string): Promise<boolean> {
    const ref = refOf(written)
    const type = ref === null ? '' : rules.sql(ref)
    if (!names.has(type)) return false
    return (await tryToRun(shadow, `ALTER TYPE ${type} ADD VALUE '${value.replaceAll("'", "''")}'`)) === null
  }

  return {
    names,
    async mend({ code, message, position }, statement) {
      switch (code) {
        case '42704':
          return message.startsWith('type ') && makeType(nameAt(statement, position))
        case '3F000': {
          const schema = MISSING_SCHEMA.exec(message)?.[1]
          return (
            schema !== undefined && (await tryToRun(shadow, `CREATE SCHEMA ${rules.quote(schema)}`)) === null
          )
        }
        case '22P02': {
          const [, type, value] = MISSING_VALUE.exec(message) ?? []
          return type !== undefined && value !== undefined && addValue(type, value)
        }
        default:
          return false
      }
    },
  }
}
