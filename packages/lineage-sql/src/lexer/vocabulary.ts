import type { TokenKind } from './token.ts'
import { unique } from './unique.ts'

/** Words that the readers of tokens compare with by name; the sets of `word-set.ts` add the words they hold. */
const COMPARED = [
  'ABORT ADD ALL ALTER ANALYSE ANALYZE AND APPEND APPLY ARRAY AS ASSERT ASYNC AUTO BEGIN BINARY BY CACHE CALL CASE CATALOG',
  'CATCH CHANGES CLONE COMMIT CONFLICT CONTINUE COPY CREATE DATA DATABASE DECLARE DEFAULT DELETE DIRECTORY DISTINCT DO',
  'DROP DUPLICATE EACH ELSE ELSEIF ELSIF END EVENT EXCEPT EXCEPTION EXCHANGE EXEC EXECUTE EXISTS EXIT EXPLAIN EXPORT FILES',
  'FILTER FIRST FLOW FOR FOREACH FORMAT FROM FUNCTION GRANTS GROUP HANDLER HAVING IDENTIFIER IF IGNORE IMMEDIATE IN INFILE',
  'INPATH INSERT INTO IS JOIN KEY LABEL LANGUAGE LATERAL LAZY LET LOAD LOCAL LOOP MATERIALIZED MAX MERGE MINUS MODEL NAME NAMESPACE',
  'NO NOT NULLS OLD ON ONCE ONLY OR OVER OVERWRITE PARTITION PERFORM PIPE PREPARE PREPARED PROC PROCEDURE RECURSION RECURSIVE RENAME REPEAT',
  'REPLACE REPLICA RESET RESPECT RETURN RETURNING ROLE ROLLBACK ROWS SCHEMA SEARCH_PATH SECONDARY SELECT SEMANTIC SEMANTIC_VIEW',
  'SESSION SET SHARE SNAPSHOT STAGE START STREAM SWAP SYNONYM TABLE TABLES TAGS TEMP TEMPLATE TEMPORARY THEN TO TOP TRANSACTION TRUE',
  'TRUNCATE TRY UNDO UNION UNLOAD UNNEST UNTIL UPDATE UPSERT URI URIS USE USING VALUES VIEW WAREHOUSE WHEN WHERE WHILE',
  'WITH WITHIN',
  'ALGORITHM BULK DEFINER DEPTH DISCARD DUMPFILE EDGE FINAL GRAPH LAST LOG NEW OF OUTFILE PIVOT PORTION PROPERTY PUBLIC RULE',
  'SECURITY SET_CONFIG SQL SP_EXECUTESQL STRAIGHT_JOIN SWITCH TABLES TOP UNPIVOT',
  '! # $ % & ( ) * + , - . / : ; < = > [ ] ^ { | |> } ~',
] as const

type WordsIn<Line extends string> = Line extends `${infer First} ${infer Rest}` ? First | WordsIn<Rest> : Line

/** What tokens are recognised by. '': a literal, a quoted name, or a word that means nothing here. */
export type Word = WordsIn<(typeof COMPARED)[number]> | ''

/**
 * What a token is, as one small number: comparing numbers costs a fraction of comparing strings. Symbols have the
 * code of their character, words that mean something are numbered from 128 on.
 */
export const NONE = 0
export const PLAIN_WORD = 1
export const QUOTED = 2
export const STRING = 3
export const NUMBER = 4
export const PARAMETER = 5
export const PIPE = 6
/** A control character. */
export const STRANGE = 7
export const SEMICOLON = 59
export const DOT = 46
export const OPEN = 40
export const CLOSE = 41
export const FIRST_KEYWORD = 128
/** No code is greater or equal. */
export const CODES = 1024

const kinds: TokenKind[] = new Array<TokenKind>(CODES).fill('word')
kinds.fill('symbol', PIPE, FIRST_KEYWORD)
kinds.splice(0, PIPE, 'end', 'word', 'quoted', 'string', 'number', 'parameter')
const texts: string[] = new Array<string>(CODES).fill('')
for (let code = 33; code < 127; code += 1) texts[code] = String.fromCharCode(code)
texts[PIPE] = '|>'

/** By code: a keyword in upper case, a symbol itself, else ''. A word that nothing compares with equals no `Word`. */
export const WORDS: readonly Word[] = texts as Word[]
export const KINDS: readonly TokenKind[] = kinds

/** A power of two, several times the number of words: few share a slot. */
const SLOTS = 4096
const slots: Uint16Array = new Uint16Array(SLOTS)
let next = FIRST_KEYWORD

/** Of one more character; the same for both cases of a letter. */
export function hashWith(hash: number, character: number): number {
  return (Math.imul(hash, 31) + (character & 0xdf)) | 0
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 11)) & (SLOTS - 1)
}

/** Whether the ASCII word at `start` is `upper`, in any case. */
function isWordAt(text: string, start: number, upper: string): boolean {
  for (let offset = 0; offset < upper.length; offset += 1) {
    // Clears the bit in which the cases of a letter differ; digits and `_` are no letters with it set or cleared.
    if ((text.charCodeAt(start + offset) & 0xdf) !== (upper.charCodeAt(offset) & 0xdf)) return false
  }
  return true
}

/** The code of the ASCII word from `start` to `end`, whose characters hash to `hash`. */
export function codeOf(text: string, start: number, end: number, hash: number): number {
  for (let slot = slotOf(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
    const code = slots[slot] ?? NONE
    if (code === NONE) return PLAIN_WORD
    const upper = texts[code] ?? ''
    if (upper.length === end - start && isWordAt(text, start, upper)) return code
  }
}

function hashOf(word: string): number {
  let hash = 0
  for (let index = 0; index < word.length; index += 1) hash = hashWith(hash, word.charCodeAt(index))
  return hash
}

/** For words outside ASCII, some of which are ASCII in upper case. */
export function codeOfUpper(upper: string): number {
  return /^\w+$/.test(upper) ? codeOf(upper, 0, upper.length, hashOf(upper)) : PLAIN_WORD
}

/** The number of a word in upper case; it gets one when it has none yet. */
export function keyword(word: string): number {
  if (word.length === 1) return word.charCodeAt(0)
  if (word === '|>') return PIPE
  const known = codeOfUpper(word)
  if (known !== PLAIN_WORD) return known
  let slot = slotOf(hashOf(word))
  while (slots[slot] !== NONE) slot = (slot + 1) & (SLOTS - 1)
  const code = next
  next += 1
  if (code >= CODES) throw new RangeError('There are more keywords than codes for them')
  slots[slot] = code
  texts[code] = unique(word)
  return code
}

for (const line of COMPARED) for (const word of line.split(' ')) keyword(word)
