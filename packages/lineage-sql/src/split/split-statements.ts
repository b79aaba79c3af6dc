import type { Token } from '../lexer/token.ts'

const ROUTINES: ReadonlySet<string> = new Set(['FUNCTION', 'PROCEDURE', 'TRIGGER', 'TASK'])
/** CREATE and the words that may stand before the kind of object. */
const LONGEST_CREATE_HEAD = 6

function isRoutine(tokens: readonly Token[]): boolean {
  const [first, ...rest] = tokens.slice(0, LONGEST_CREATE_HEAD)
  return first?.word === 'CREATE' && rest.some(({ word }) => ROUTINES.has(word))
}

/** END IF, END LOOP and the like close what is not counted as a block. */
const COUNTLESS: ReadonlySet<string> = new Set(['IF', 'LOOP', 'WHILE', 'FOR', 'REPEAT'])

function blocksOpenedBy(token: Token, before: Token | undefined, after: Token | undefined): number {
  if (token.word === 'BEGIN') return 1
  if (token.word === 'CASE') return before?.word === 'END' ? 0 : 1
  return token.word === 'END' && !COUNTLESS.has(after?.word ?? '') ? -1 : 0
}

/**
 * Cuts a script at its semicolons, empty statements left out. A semicolon inside parentheses cuts too: one unclosed
 * parenthesis must not swallow the rest of the script. The body of a routine stays in one piece.
 */
export function splitStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: (readonly Token[])[] = []
  let current: Token[] = []
  let openBlocks = 0
  for (const [index, token] of tokens.entries()) {
    if (token.word === ';' && openBlocks === 0) {
      if (current.length > 0) statements.push(current)
      current = []
      continue
    }
    if (openBlocks > 0 || (token.word === 'BEGIN' && isRoutine(current))) {
      openBlocks += blocksOpenedBy(token, tokens[index - 1], tokens[index + 1])
    }
    current.push(token)
  }
  if (current.length > 0) statements.push(current)
  return statements
}
