import type { LineageParser } from '@aegis/core/ports'
import { normalizeSql } from './fingerprint.ts'
import { lexisOf } from './lexer/lexis.ts'
import { scanScript } from './scan-script.ts'

export interface SqlLineageOptions {
  /** Longer texts are answered `unparsed`, so that memory stays bounded. Characters, default 4,000,000. */
  readonly maxCharacters?: number | undefined
}

const DEFAULT_MAX_CHARACTERS = 4_000_000

/** A parser of SQL text to lineage: own scanner, no grammar, every dialect in one pass. Pure; never throws on input. */
export function sqlLineage(options: SqlLineageOptions = {}): LineageParser {
  const { maxCharacters = DEFAULT_MAX_CHARACTERS } = options
  return {
    spec: 'lineage-parser/v1',
    parse(sql, dialect, context = {}) {
      if (sql.length <= maxCharacters) {
        return { statements: scanScript(sql, dialect, context).flatMap(({ answers }) => answers) }
      }
      const reason = `longer than ${maxCharacters} characters`
      return { statements: [{ status: 'unparsed', index: 0, reason }] }
    },
    normalize: (sql, dialect) => normalizeSql(sql, lexisOf(dialect)),
  }
}
