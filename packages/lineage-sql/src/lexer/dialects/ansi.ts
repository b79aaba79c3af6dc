import type { Lexis } from '../lexis.ts'

/** Standard SQL, for every dialect without a table of its own. Lenient about quotes. */
export const ANSI: Lexis = {
  nameQuotes: '"`',
  stringQuotes: "'",
  backslashEscapes: false,
  stringPrefixes: { b: false, n: false, x: false },
  tripleQuotes: false,
  dollarQuotes: 'none',
  lineComments: [],
  nestedComments: true,
  atNames: false,
  stages: false,
  hashNames: true,
  dashedNames: false,
  dottedQuotes: false,
  digitNames: false,
  implicitUnnest: false,
  pipes: false,
  dateShards: false,
  recursesFreely: false,
  hasDual: true,
  useMeansCatalog: false,
  defaultSchema: null,
  nameCase: 'lower',
  cteCase: 'lower',
}
