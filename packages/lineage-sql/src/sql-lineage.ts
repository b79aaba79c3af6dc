import type { Dialect, LineageParser, ParseContext, ParsedStatement, ParseResult } from '@aegis/core/ports'
import { normalizeSql } from './fingerprint.ts'
import { lex } from './lexer/lex.ts'
import { lexisOf } from './lexer/lexis.ts'
import { scanStatement } from './scanner/scan-statement.ts'
import { splitStatements } from './split/split-statements.ts'

export interface SqlLineageOptions {
  /** Longer texts are answered `unparsed`, so that memory stays bounded. Characters, default 4,000,000. */
  readonly maxCharacters?: number | undefined
}

const DEFAULT_MAX_CHARACTERS = 4_000_000

function parseText(sql: string, dialect: Dialect, context: ParseContext): ParseResult {
  const lexis = lexisOf(dialect)
  const { tokens, unterminated, templateAt } = lex(sql, lexis)
  if (templateAt !== null) {
    const reason = `a template, not SQL: stopped at "${sql.slice(templateAt, templateAt + 2)}" (character ${templateAt + 1})`
    return { statements: [{ status: 'unparsed', index: 0, reason }] }
  }
  const texts = splitStatements(tokens)
  const statements = texts.flatMap((statement, index): readonly ParsedStatement[] =>
    scanStatement(statement, lexis, context, unterminated && index === texts.length - 1).map((answer) => ({
      ...answer,
      index,
    })),
  )
  return { statements }
}

/** A parser of SQL text to lineage: own scanner, no grammar, every dialect in one pass. Pure; never throws on input. */
export function sqlLineage(options: SqlLineageOptions = {}): LineageParser {
  const { maxCharacters = DEFAULT_MAX_CHARACTERS } = options
  return {
    spec: 'lineage-parser/v1',
    parse(sql, dialect, context = {}) {
      if (sql.length <= maxCharacters) return parseText(sql, dialect, context)
      const reason = `longer than ${maxCharacters} characters`
      return { statements: [{ status: 'unparsed', index: 0, reason }] }
    },
    normalize: (sql, dialect) => normalizeSql(sql, lexisOf(dialect)),
  }
}
