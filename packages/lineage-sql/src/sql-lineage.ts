import type { LineageParser, ParseResult } from '@aegis/core/ports'
import { abortError } from './abort-error.ts'
import { analyzeScript, isWorthwhile } from './analyze.ts'
import type { EngineName } from './engines/engine-name.ts'
import { normalizeSql } from './fingerprint.ts'
import { lexisOf } from './lexer/lexis.ts'
import { answerScript, scanScript } from './scan-script.ts'
import type { EngineHost } from './worker/engine-host.ts'

export interface SqlLineageOptions {
  /** Longer texts are answered `unparsed`, so that memory stays bounded. Characters, default 4,000,000. */
  readonly maxCharacters?: number | undefined
  /**
   * What `analyze` asks for columns and a second opinion, default `['plain', 'libpg', 'polyglot']`. `plain` is this
   * package's own grammar of the SQL that all dialects share; it answers alone where it understands every word. The others
   * are parsers, loaded when first needed, in a thread of their own. `node-sql-parser` must be installed beside this package.
   */
  readonly engines?: readonly EngineName[] | undefined
}

/** A parser that may be told to let go of its thread at once; without that it holds no process open either. */
export interface SqlLineage extends LineageParser, AsyncDisposable {
  /**
   * Rejects only when aborted, at once, with an `AegisError` of code `ABORTED` whose `cause` is the signal's reason. What
   * the engines are doing for it then ends unheard.
   */
  readonly analyze: NonNullable<LineageParser['analyze']>
}

const DEFAULT_MAX_CHARACTERS = 4_000_000
/** Beyond it a text is first scanned alone: to keep the tokens of what no engine will read takes ten times as long. */
const LONG_TEXT = 50_000
const DEFAULT_ENGINES: readonly EngineName[] = ['plain', 'libpg', 'polyglot']

/**
 * A parser of SQL text to lineage. `parse`: own scanner, no grammar, every dialect in one pass; pure. `analyze`: the same,
 * with columns and agreement from real SQL parsers. Neither throws on input.
 */
export function sqlLineage(options: SqlLineageOptions = {}): SqlLineage {
  const { maxCharacters = DEFAULT_MAX_CHARACTERS, engines = DEFAULT_ENGINES } = options
  // Whoever only parses loads no threads.
  let loadedHost: Promise<EngineHost> | null = null
  const loadHost = (): Promise<EngineHost> => {
    loadedHost ??= import('./worker/engine-host.ts').then(({ sharedEngineHost }) => sharedEngineHost())
    return loadedHost
  }

  const tooLong: ParseResult = {
    statements: [{ status: 'unparsed', index: 0, reason: `longer than ${maxCharacters} characters` }],
  }
  const noText: ParseResult = { statements: [{ status: 'unparsed', index: 0, reason: 'no text' }] }
  return {
    spec: 'lineage-parser/v1',
    parse(sql, dialect, context = {}) {
      // What a log hands on need not be what its type says.
      if (typeof sql !== 'string') return noText
      if (sql.length > maxCharacters) return tooLong
      return { statements: answerScript(sql, dialect, context) }
    },
    async analyze(sql, dialect, context = {}, { signal } = {}) {
      if (signal?.aborted === true) throw await abortError(signal)
      if (typeof sql !== 'string') return noText
      if (sql.length > maxCharacters) return tooLong
      // First this: of many calls made at once, the engines then read the first while the last is still being scanned.
      const host = await loadHost()
      if (sql.length > LONG_TEXT) {
        const answers = answerScript(sql, dialect, context)
        if (!isWorthwhile(answers)) return { statements: answers }
      }
      const statements = scanScript(sql, dialect, context)
      return analyzeScript(statements, { dialect, context, engines, host, signal })
    },
    normalize: (sql, dialect) => normalizeSql(sql, lexisOf(dialect)),
    async [Symbol.asyncDispose]() {
      await (await loadHost()).stop()
    },
  }
}
