import type { Lexis } from '../lexis.ts'

export const SNOWFLAKE: Lexis = {
  nameQuotes: '"',
  stringQuotes: "'",
  backslashEscapes: true,
  stringPrefixes: { x: true },
  tripleQuotes: false,
  dollarQuotes: 'plain',
  lineComments: ['//'],
  nestedComments: false,
  atNames: true,
  hashNames: false,
  dashedNames: false,
  dottedQuotes: false,
  digitNames: false,
  implicitUnnest: false,
  pipes: false,
  dateShards: false,
  recursesFreely: true,
  nameCase: 'upper',
  cteCase: 'upper',
}
