import type { Lexis } from '../lexis.ts'

export const BIGQUERY: Lexis = {
  nameQuotes: '`',
  stringQuotes: '\'"',
  backslashEscapes: true,
  // A raw string cannot end in a backslash either, so the quote after one never closes it.
  stringPrefixes: { r: true, b: true, rb: true, br: true },
  tripleQuotes: true,
  dollarQuotes: 'none',
  lineComments: ['#'],
  nestedComments: false,
  atNames: true,
  stages: false,
  hashNames: false,
  dashedNames: true,
  dottedQuotes: true,
  digitNames: true,
  implicitUnnest: true,
  pipes: true,
  dateShards: true,
  recursesFreely: false,
  hasDual: false,
  useMeansCatalog: false,
  defaultSchema: null,
  nameCase: 'exact',
  cteCase: 'insensitive',
}
