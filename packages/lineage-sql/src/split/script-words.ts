import { type WordSet, wordSet } from '../lexer/word-set.ts'

/** Begin a statement that may move data, or do something to tables. */
export const STATEMENT_HEADS: WordSet = wordSet(
  `SELECT WITH INSERT UPDATE DELETE MERGE CREATE ALTER DROP TRUNCATE EXECUTE CALL COPY UNLOAD LOAD EXPORT REPLACE
  RENAME USE SET BEGIN IF FOR WHILE LOOP REPEAT CASE RETURN LET OPEN FETCH CLOSE RAISE PERFORM COMMIT ROLLBACK REFRESH
  GRANT REVOKE EXPLAIN ANALYZE VACUUM SHOW`,
)

/** Follow a BEGIN that opens a transaction. */
export const AFTER_TRANSACTION: WordSet = wordSet(
  'TRANSACTION TRAN WORK ISOLATION READ DEFERRABLE NOT NAME IMMEDIATE EXCLUSIVE DEFERRED CONCURRENT',
)

/** Follow the END of a block that is not BEGIN ... END. */
export const AFTER_END: WordSet = wordSet('IF LOOP WHILE FOR REPEAT CASE TRY CATCH')

export const ROUTINES: WordSet = wordSet('FUNCTION PROCEDURE TRIGGER TASK EVENT ALERT PROC')

/** Writing statements that may stand alone as the body of a routine or in parentheses of an assignment. */
export const BODY_HEADS: WordSet = wordSet('INSERT UPDATE DELETE MERGE EXECUTE')
