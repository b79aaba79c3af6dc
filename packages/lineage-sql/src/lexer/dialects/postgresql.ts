import type { Lexis } from '../lexis.ts'

export const POSTGRESQL: Lexis = {
  nameQuotes: '"',
  stringQuotes: "'",
  backslashEscapes: false,
  stringPrefixes: { e: true, b: false, x: false, n: false },
  tripleQuotes: false,
  dollarQuotes: 'tagged',
  lineComments: [],
  nestedComments: true,
  atNames: false,
  hashNames: false,
  dashedNames: false,
  dottedQuotes: false,
  digitNames: false,
  implicitUnnest: false,
  pipes: false,
  dateShards: false,
  recursesFreely: false,
  nameCase: 'lower',
  cteCase: 'lower',
}
