import assert from 'node:assert/strict'
import type { QueryLogEntry, QueryLogPage, QueryLogWindow } from '@aegis/core/ports'
import type { ConformanceCase } from '../case.ts'
import { assertAbortedBefore, assertAbortedDuring, assertDate, collect, must } from './expectations.ts'
import { lacks, lacksHook, lacksSeed, skipWhen, type WarehouseSubject } from './warehouse-subject.ts'

const lacksQueryLog = lacks('readQueryLog')

/** Some logs lag by an hour: only a subject that seeded a statement can say that the log holds any. */
const lacksEntries = skipWhen(lacksQueryLog, lacksSeed('logged'))

/** Far ahead: these cases are about what is in the log, whatever the warehouse's clock says. */
const LATER = new Date('2100-01-01T00:00:00Z')

function windowFrom(cursor: string | null): QueryLogWindow {
  return { since: null, until: LATER, cursor }
}

function pagesOf(
  { warehouse }: WarehouseSubject,
  cursor: string | null,
  signal?: AbortSignal,
): AsyncIterable<QueryLogPage> {
  return must(warehouse.readQueryLog, 'readQueryLog').call(warehouse, windowFrom(cursor), { signal })
}

interface LogRead {
  readonly pages: readonly QueryLogPage[]
  readonly entries: readonly QueryLogEntry[]
  /** Of the last page; the one given when there was none. */
  readonly cursor: string | null
}

async function readLog(subject: WarehouseSubject, cursor: string | null = null): Promise<LogRead> {
  const pages = await collect(pagesOf(subject, cursor))
  const last = pages.at(-1)
  return {
    pages,
    entries: pages.flatMap((page) => page.entries),
    cursor: last === undefined ? cursor : last.cursor,
  }
}

function idsOf({ entries }: LogRead): readonly string[] {
  return entries.map(({ id }) => id)
}

/** With its count: of a counted log an entry comes again when it ran again. */
function runsOf({ entries }: LogRead): readonly string[] {
  return entries.map(({ id, executions }) => `${id} x${executions}`).sort()
}

export const queryLogCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-LOG-01',
    title: 'every entry has an id of its own and stands for at least one run',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      const log = await readLog(subject)
      assert.ok(log.entries.length > 0, 'the log holds the seeded statement at least')
      const ids = idsOf(log)
      for (const { id, executions } of log.entries) {
        assert.ok(typeof id === 'string' && id !== '', 'an id')
        assert.ok(typeof executions === 'bigint' && executions > 0n, `${id} ran ${executions} times`)
      }
      assert.equal(new Set(ids).size, ids.length, 'no id twice in one reading')
    },
  },
  {
    id: 'W-LOG-02',
    title: 'times are dates in order or null, never invented',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      const { pages, entries } = await readLog(subject)
      for (const { id, notBefore, notAfter } of entries) {
        if (notBefore !== null) assertDate(notBefore, `notBefore of ${id}`)
        if (notAfter !== null) assertDate(notAfter, `notAfter of ${id}`)
        if (notBefore !== null && notAfter !== null) assert.ok(notBefore <= notAfter, `the bounds of ${id}`)
        // Nothing has run yet at the end of a window that lies ahead.
        for (const bound of [notBefore, notAfter]) {
          assert.ok(bound === null || bound < LATER, `a bound of ${id} is the end of the window`)
        }
      }
      for (const { completeThrough } of pages) {
        if (completeThrough !== null) assertDate(completeThrough, 'completeThrough')
      }
    },
  },
  {
    id: 'W-LOG-03',
    title: 'a text is there, or the entry says why not',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      for (const { id, text, textState } of (await readLog(subject)).entries) {
        if (text === null) {
          assert.ok(
            textState === 'redacted' || textState === 'no_privilege',
            `${id} has no text, yet is ${textState}`,
          )
        } else {
          assert.ok(text !== '', `the text of ${id} is empty`)
          assert.notEqual(textState, 'no_privilege', `${id} has a text`)
        }
      }
    },
  },
  {
    id: 'W-LOG-04',
    title: 'a statement that ran is in the log',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      const logged = must(subject.seeded.logged, 'logged')
      const { entries } = await readLog(subject)
      assert.ok(
        entries.some(({ text }) => text?.includes(logged)),
        `no entry holds ${logged}`,
      )
    },
  },
  {
    id: 'W-LOG-05',
    title: 'reading on from the last cursor brings back nothing that did not run again',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      const first = await readLog(subject)
      assert.ok(first.entries.length > 0, 'the log holds the seeded statement at least')
      assert.ok(first.cursor !== null, 'the last page has a cursor')
      const again = await readLog(subject, first.cursor)
      const seen = new Set(idsOf(first))
      assert.deepEqual(
        idsOf(again).filter((id) => seen.has(id)),
        [],
      )
    },
  },
  {
    id: 'W-LOG-06',
    title: 'reading on from the cursor of any page brings exactly what came after it',
    skip: lacksEntries,
    async run(subject): Promise<void> {
      const whole = await readLog(subject)
      const first = must(whole.pages[0], 'at least one page')
      const rest = await readLog(subject, first.cursor)
      const after = { ...whole, entries: whole.pages.slice(1).flatMap((page) => page.entries) }
      assert.deepEqual(runsOf(rest), runsOf(after))
    },
  },
  {
    id: 'W-LOG-07',
    title: 'what ran after the cursor is read from there',
    skip: skipWhen(lacksQueryLog, lacksHook('runStatement')),
    async run(subject): Promise<void> {
      const { cursor } = await readLog(subject)
      const piece = must(await subject.mutate?.runStatement?.(), 'the hook returns a piece of the text')
      const { entries } = await readLog(subject, cursor)
      assert.ok(
        entries.some(({ text }) => text?.includes(piece)),
        `no entry holds ${piece}`,
      )
    },
  },
  {
    id: 'W-LOG-08',
    title: 'a read that was aborted before it began rejects with `aborted`',
    skip: lacksQueryLog,
    run: (subject) => assertAbortedBefore((signal) => pagesOf(subject, null, signal)),
  },
  {
    id: 'W-LOG-09',
    title: 'a read that is aborted under way rejects with `aborted`',
    skip: lacksQueryLog,
    run: (subject) => assertAbortedDuring((signal) => pagesOf(subject, null, signal)),
  },
]
