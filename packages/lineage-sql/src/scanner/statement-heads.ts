import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { readAlter, readDrop, readRename, readTruncate } from './alter-effects.ts'
import { readCreateHead } from './create-head.ts'
import type { Head } from './head.ts'
import { readSavepoint, readSet, readSetConfig, readTransaction, readUse } from './session-effects.ts'
import {
  readBulkInsert,
  readChanges,
  readCopy,
  readDirectory,
  readExport,
  readLoad,
  readUnload,
} from './transfers.ts'
import { startsQuery } from './write-heads.ts'

/** First words of statements that move no data between tables. */
const IRRELEVANT: WordSet = wordSet(
  `ANALYZE ANALYSE ASSERT ATTACH AUDIT AWAIT BREAK CANCEL CHECKPOINT CLEAR CLOSE CLUSTER COMMENT CONTINUE CONVERT DEALLOCATE
  DECLARE DENY DESC DESCRIBE DETACH EXIT FETCH FSCK GENERATE GET GRANT HANDLER IMPORT INSTALL ITERATE LEAVE LIST LISTEN
  LOCK LS MOVE MSCK NOTIFY NULL OPEN OPTIMIZE PRAGMA PRINT PURGE PUT RAISE REASSIGN REFRESH REINDEX REMOVE REORG
  REPAIR RESIGNAL RESTORE REVOKE RM SAVE SECURITY SHOW SIGNAL SUMMARIZE SYNC SYSTEM UNCACHE UNDROP UNLISTEN UNLOCK
  UNSET VACUUM VALUES WAIT`,
)

const SAVEPOINTS: WordSet = wordSet('SAVEPOINT RELEASE')

/** CACHE TABLE x AS SELECT: a table of the session. */
function readCache(cursor: Cursor, lexis: Lexis): Head {
  const table = cursor.word(1) === 'LAZY' ? 2 : 1
  const head = readCreateHead(cursor, table - 1, lexis)
  return head.kind === 'query'
    ? { ...head, write: { ...head.write, isTemporary: true } }
    : { kind: 'irrelevant', reason: 'cache' }
}

/** What the statement's first words say. */
export function readHead(cursor: Cursor, lexis: Lexis): Head {
  const word = cursor.word(0)
  const next = cursor.word(1)
  switch (word) {
    case 'SELECT':
      return readSetConfig(cursor, lexis) ?? { kind: 'statement', next: 0 }
    case 'WITH':
    case 'FROM':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
    case '(':
      return { kind: 'statement', next: 0 }
    case 'INSERT':
      return (next === 'OVERWRITE' ? readDirectory(cursor, 1, lexis) : null) ?? { kind: 'statement', next: 0 }
    case 'CREATE':
      return readCreateHead(cursor, 0, lexis)
    case 'REPLACE':
      return next === 'TABLE' || next === 'VIEW'
        ? readCreateHead(cursor, 0, lexis)
        : { kind: 'statement', next: 0 }
    case 'DROP':
      return readDrop(cursor, 0, lexis)
    case 'TRUNCATE':
      return readTruncate(cursor, 0, lexis)
    case 'ALTER':
      return readAlter(cursor, 0, lexis)
    case 'RENAME':
      return readRename(cursor, 0, lexis)
    case 'BEGIN':
    case 'START':
    case 'COMMIT':
    case 'END':
    case 'ROLLBACK':
    case 'ABORT':
      return readTransaction(cursor, 0, lexis)
    case 'USE':
      return readUse(cursor, 0, lexis)
    case 'DISCARD':
    case 'SET':
    case 'RESET':
      return readSet(cursor, 0, lexis)
    case 'COPY':
      return readCopy(cursor, 0, lexis)
    case 'UNLOAD':
      return readUnload(cursor, 0, lexis)
    case 'EXPORT':
      return readExport(cursor, 0, lexis)
    case 'LOAD':
      return readLoad(cursor, 0, lexis)
    case 'BULK':
      return next === 'INSERT' ? readBulkInsert(cursor, lexis) : { kind: 'statement', next: 0 }
    case 'CACHE':
      return readCache(cursor, lexis)
    case 'APPLY':
    case 'AUTO':
      return cursor.word(2) === 'INTO' ? readChanges(cursor, 2, lexis) : { kind: 'statement', next: 0 }
    case 'CALL':
      return { kind: 'unparsed', at: 0, reason: 'what a procedure does is out of sight' }
    case 'TABLE':
      return startsQuery(cursor, 0) ? { kind: 'statement', next: 0 } : { kind: 'irrelevant', reason: 'table' }
  }
  if (cursor.isOneOf(0, SAVEPOINTS)) return readSavepoint(cursor, lexis)
  return cursor.isOneOf(0, IRRELEVANT)
    ? {
        kind: 'irrelevant',
        reason: word.toLowerCase(),
        readsFrom: word === 'VALUES' || word === 'ASSERT' ? 1 : undefined,
      }
    : { kind: 'statement', next: 0 }
}
