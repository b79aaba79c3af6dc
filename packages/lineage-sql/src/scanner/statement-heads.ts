import type { Cursor } from '../lexer/cursor.ts'

/** First words of statements that move no data between tables. */
const IRRELEVANT: ReadonlySet<string> = new Set(
  `ALTER ANALYZE ANALYSE ABORT ASSERT CACHE CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY DEALLOCATE DECLARE DESC
  DESCRIBE DISCARD DROP END EXPORT FETCH GET GRANT IMPORT LIST LISTEN LOAD LOCK LS MOVE MSCK NOTIFY OPTIMIZE PUT
  REASSIGN REFRESH REINDEX RELEASE REMOVE REORG REPAIR RESET REVOKE RM ROLLBACK SAVEPOINT SECURITY SET SHOW START
  TRUNCATE UNCACHE UNDROP UNLISTEN USE VACUUM VALUES`.split(/\s+/),
)

/** First words of statements whose SQL is out of sight or procedural. */
const OPAQUE: ReadonlySet<string> = new Set(
  'CALL DO EXECUTE EXEC FOR IF LOOP REPEAT WHILE CASE LET RETURN'.split(' '),
)

const AFTER_TRANSACTION: ReadonlySet<string> = new Set(
  'TRANSACTION WORK ISOLATION READ DEFERRABLE NOT'.split(' '),
)

/** Why the statement at `index` moves no data, as a short word; null: it may. */
export function irrelevantHead(cursor: Cursor, index: number): string | null {
  const { word, kind } = cursor.at(index)
  if (word === 'BEGIN') {
    const next = cursor.at(index + 1)
    return next.kind === 'end' || AFTER_TRANSACTION.has(next.word) ? 'begin' : null
  }
  if (word === 'INSERT' && cursor.at(index + 1).word === 'OVERWRITE') {
    const isDirectory = cursor.at(index + 2).word === 'DIRECTORY' || cursor.at(index + 2).word === 'LOCAL'
    return isDirectory ? 'insert into files' : null
  }
  return kind === 'word' && IRRELEVANT.has(word) ? word.toLowerCase() : null
}

export function opaqueHead(word: string): boolean {
  return OPAQUE.has(word)
}

/** Index of the statement inside EXPLAIN ANALYZE, PREPARE ... AS or BEGIN. null: an EXPLAIN that runs nothing. */
export function unwrap(cursor: Cursor): number | null {
  let at = 0
  if (cursor.at(0).word === 'BEGIN' && irrelevantHead(cursor, 0) === null) at = 1
  if (cursor.at(at).word === 'PREPARE') {
    at += 2
    if (cursor.at(at).word === '(') at = cursor.past(at)
    if (cursor.at(at).word === 'AS') at += 1
  }
  if (cursor.at(at).word !== 'EXPLAIN') return at
  at += 1
  let runs = false
  if (cursor.at(at).word === '(') {
    const end = cursor.past(at)
    for (; at < end; at += 1) runs ||= cursor.at(at).word === 'ANALYZE' || cursor.at(at).word === 'ANALYSE'
  }
  while (
    cursor.at(at).word === 'ANALYZE' ||
    cursor.at(at).word === 'ANALYSE' ||
    cursor.at(at).word === 'VERBOSE'
  ) {
    runs ||= cursor.at(at).word !== 'VERBOSE'
    at += 1
  }
  return runs ? at : null
}
