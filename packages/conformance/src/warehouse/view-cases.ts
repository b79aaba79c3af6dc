import assert from 'node:assert/strict'
import type { TableSelector, ViewDefinition } from '@aegis/core/ports'
import type { ConformanceCase } from '../case.ts'
import {
  addressOf,
  assertAbortedBefore,
  assertAbortedDuring,
  flatten,
  must,
  schemasOf,
} from './expectations.ts'
import { lacks, lacksSeed, skipWhen, type WarehouseSubject } from './warehouse-subject.ts'

const lacksViews = lacks('readViewDefinitions')

function pagesOf(
  { warehouse }: WarehouseSubject,
  selector: TableSelector,
  signal?: AbortSignal,
): AsyncIterable<readonly ViewDefinition[]> {
  return must(warehouse.readViewDefinitions, 'readViewDefinitions').call(warehouse, selector, { signal })
}

export const viewCases: readonly ConformanceCase<WarehouseSubject>[] = [
  {
    id: 'W-VIEW-01',
    title: 'a view comes with the SELECT behind it, which names what it reads',
    skip: skipWhen(lacksViews, lacksSeed('view')),
    async run(subject): Promise<void> {
      const { ref, mentions } = must(subject.seeded.view, 'view')
      const views = await flatten(pagesOf(subject, {}))
      const view = must(
        views.find((item) => addressOf(item.ref) === addressOf(ref)),
        `the view ${addressOf(ref)} is among the definitions`,
      )
      assert.match(view.sql, /select/i)
      for (const word of mentions)
        assert.ok(view.sql.includes(word), `the definition names ${word}: ${view.sql}`)
    },
  },
  {
    id: 'W-VIEW-02',
    title: 'every view of the selected schemas comes once, with its kind, and no table does',
    skip: lacksViews,
    async run(subject): Promise<void> {
      const isView = (kind: string): boolean => kind === 'view' || kind === 'materialized_view'
      const found = await flatten(pagesOf(subject, { schemas: schemasOf(subject) }))
      const seeded = subject.seeded.tables.filter(({ kind }) => isView(kind))
      const lines = (
        views: readonly Pick<ViewDefinition, 'ref' | 'kind'>[] | typeof seeded,
      ): readonly string[] => views.map(({ ref, kind }) => `${addressOf(ref)} ${kind}`).sort()
      assert.deepEqual(lines(found), lines(seeded))
      assert.deepEqual(await flatten(pagesOf(subject, { schemas: [] })), [], 'no schema, no view')
    },
  },
  {
    id: 'W-VIEW-03',
    title: 'a read that was aborted before it began rejects with `aborted`',
    skip: lacksViews,
    run: (subject) => assertAbortedBefore((signal) => pagesOf(subject, {}, signal)),
  },
  {
    id: 'W-VIEW-04',
    title: 'a read that is aborted under way rejects with `aborted`',
    skip: lacksViews,
    run: (subject) => assertAbortedDuring((signal) => pagesOf(subject, {}, signal)),
  },
]
