import type { Lexis } from '../lexis.ts'

export const DATABRICKS: Lexis = {
  nameQuotes: '`',
  stringQuotes: '\'"',
  backslashEscapes: true,
  stringPrefixes: { r: false, x: true },
  tripleQuotes: false,
  dollarQuotes: 'plain',
  lineComments: [],
  nestedComments: true,
  atNames: false,
  dashedNames: false,
  dottedQuotes: false,
  digitNames: true,
  implicitUnnest: false,
  pipes: true,
  recursesFreely: false,
  nameCase: 'insensitive',
  cteCase: 'insensitive',
}
