import type { Dialect } from '../../model/connection.ts'

/** Index behind a comment in slashes; they nest, and what does not end takes the rest. */
function endOfComment(sql: string, from: number): number {
  let depth = 0
  for (let at = from; at < sql.length; at += 1) {
    const two = sql.slice(at, at + 2)
    if (two === '/*') depth += 1
    else if (two === '*/') depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1
  }
  return sql.length
}

/**
 * Index behind a literal. Whether a backslash escapes depends on server and setting; where it could matter, the rest of the
 * text is taken to be the literal.
 */
function endOfLiteral(sql: string, from: number, quote: string): number {
  for (let at = from + 1; at < sql.length; at += 1) {
    if (sql[at] === '\\' && (sql[at + 1] === quote || sql[at + 1] === '\\')) return sql.length
    if (sql[at] !== quote) continue
    if (sql[at + 1] !== quote) return at + 1
    at += 1
  }
  return sql.length
}

function endOfLine(sql: string, from: number): number {
  const end = sql.slice(from).search(/[\n\r]/)
  return end === -1 ? sql.length : from + end
}

/** A quoted name as people write them; anything else in double quotes may be a literal. */
const PLAIN_NAME = /^"[\p{L}\p{N}_$ .-]{1,128}"$/u

/**
 * The statement without literals and comments, as they may hold anything. Bounded by its input, never throws; of what it cannot
 * be sure it keeps nothing.
 */
export function stripSql(sql: string, dialect: Dialect): string {
  const hasHashComments = dialect === 'bigquery'
  let out = ''
  for (let at = 0; at < sql.length; ) {
    const rest = sql.slice(at, at + 80)
    const tag = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(rest)?.[0]
    if (rest.startsWith('--') || rest.startsWith('//') || (hasHashComments && rest.startsWith('#'))) {
      at = endOfLine(sql, at)
      out += ' '
    } else if (rest.startsWith('/*')) {
      at = endOfComment(sql, at)
      out += ' '
    } else if (tag !== undefined) {
      const end = sql.indexOf(tag, at + tag.length)
      at = end === -1 ? sql.length : end + tag.length
      out += '?'
    } else if (rest.startsWith("'''") || rest.startsWith('"""')) {
      const end = sql.indexOf(rest.slice(0, 3), at + 3)
      at = end === -1 || sql.slice(at, end).includes('\\') ? sql.length : end + 3
      out += '?'
    } else if (rest[0] === "'") {
      at = endOfLiteral(sql, at, "'")
      out += '?'
    } else if (rest[0] === '"') {
      const end = endOfLiteral(sql, at, '"')
      const quoted = sql.slice(at, end)
      out += dialect !== 'bigquery' && PLAIN_NAME.test(quoted) ? quoted : '?'
      at = end
    } else {
      out += rest[0] ?? ''
      at += 1
    }
  }
  // Short numbers are lengths of types; long ones are data.
  return out.replace(/(?<![\p{L}\p{N}_$])\d[\d._]{4,}/gu, '?')
}
