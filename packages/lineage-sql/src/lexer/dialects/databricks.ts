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
  hashNames: false,
  dashedNames: false,
  dottedQuotes: false,
  digitNames: true,
  implicitUnnest: false,
  pipes: true,
  dateShards: false,
  recursesFreely: false,
  nameCase: 'insensitive',
  cteCase: 'insensitive',
}
