import type {
  CallOptions,
  FreshnessReading,
  FreshnessRequest,
  IdentifierRules,
  QueryLogPage,
  Reading,
  TableDescription,
  TableRef,
  WarehouseAdapter,
} from '@aegis/core/ports'
import type { WarehouseSubject } from '../src/index.ts'
import type { FakeSubject } from './fake-subject.ts'

/** What a mutant itself throws, told apart from a mistake in the kit. */
export class MutantError extends Error {}

/** A right subject in, one that breaks exactly one promise out. */
export type Mutant = (subject: FakeSubject) => WarehouseSubject

type Change = (warehouse: FakeSubject['warehouse'], subject: FakeSubject) => Partial<WarehouseAdapter>

function adapter(change: Change): Mutant {
  return (subject) => ({
    ...subject,
    warehouse: { ...subject.warehouse, ...change(subject.warehouse, subject) },
  })
}

function identifiers(change: (right: IdentifierRules) => Partial<IdentifierRules>): Mutant {
  return adapter(({ identifiers: right }) => ({ identifiers: { ...right, ...change(right) } }))
}

function described(change: (value: TableDescription) => TableDescription): Mutant {
  return adapter((right) => ({
    describeTables: async (refs, options) =>
      (await right.describeTables(refs, options)).map((reading) =>
        reading.status === 'ok' ? { ...reading, value: change(reading.value) } : reading,
      ),
  }))
}

function answered(change: (reading: Reading<TableDescription>) => Reading<TableDescription>): Mutant {
  return adapter((right) => ({
    describeTables: async (refs, options) => (await right.describeTables(refs, options)).map(change),
  }))
}

function fresh(
  change: (value: FreshnessReading, request: FreshnessRequest | undefined) => Partial<FreshnessReading>,
): Mutant {
  return adapter((right) => ({
    readFreshness: async (requests, options) =>
      (await right.readFreshness(requests, options)).map((reading, index) =>
        reading.status === 'ok'
          ? { ...reading, value: { ...reading.value, ...change(reading.value, requests[index]) } }
          : reading,
      ),
  }))
}

function logged(change: (page: QueryLogPage) => QueryLogPage): Mutant {
  return adapter((right) => ({
    async *readQueryLog(window, options) {
      for await (const page of right.readQueryLog(window, options)) yield change(page)
    },
  }))
}

function firstOnly(signal: AbortSignal | undefined): CallOptions {
  // Looks at the signal once, before anything else, and never again.
  return { signal: signal?.aborted === true ? signal : undefined }
}

const deaf: Mutant = adapter((right) => ({
  listTables: (selector) => right.listTables(selector),
  describeTables: (refs) => right.describeTables(refs),
  readFreshness: (requests) => right.readFreshness(requests),
  readQueryLog: (window) => right.readQueryLog(window),
  readViewDefinitions: (selector) => right.readViewDefinitions(selector),
}))

const deafLater: Mutant = adapter((right) => ({
  listTables: (selector, options) => right.listTables(selector, firstOnly(options?.signal)),
  describeTables: (refs, options) => right.describeTables(refs, firstOnly(options?.signal)),
  readFreshness: (requests, options) => right.readFreshness(requests, firstOnly(options?.signal)),
  readQueryLog: (window, options) => right.readQueryLog(window, firstOnly(options?.signal)),
  readViewDefinitions: (selector, options) => right.readViewDefinitions(selector, firstOnly(options?.signal)),
}))

const remembersForever: Mutant = adapter((right) => {
  const known = new Map<string, Reading<TableDescription>>()
  return {
    describeTables: async (refs, options) =>
      (await right.describeTables(refs, options)).map((reading) => {
        const key = right.identifiers.key(reading.ref)
        const first = known.get(key) ?? reading
        known.set(key, first)
        return first
      }),
  }
})

const lowerCased = (ref: TableRef): TableRef => ({ ...ref, name: ref.name.toLowerCase() })

/** For each case the mistake that it is there to find. */
export const warehouseMutants: Readonly<Record<string, Mutant>> = {
  'W-SPEC-01': adapter(() => ({ spec: 'warehouse/v0' as 'warehouse/v1' })),

  'W-IDENT-01': identifiers((right) => ({ key: (ref) => right.key(ref).toLowerCase() })),
  'W-IDENT-02': identifiers(() => ({ key: ({ schema, name }) => `${schema}.${name}` })),
  'W-IDENT-03': identifiers(() => ({ quote: (name) => `"${name}"` })),
  'W-IDENT-04': identifiers(() => ({ fold: ({ text }) => text.toLowerCase() })),
  'W-IDENT-05': identifiers((right) => ({
    resolve: (parts, context) =>
      right.resolve(parts, context) ?? { catalog: '', schema: 'public', name: parts.at(-1)?.text ?? '' },
  })),

  'W-LIST-01': adapter((right) => ({
    async *listTables(selector, options) {
      for await (const page of right.listTables(selector, options)) {
        yield page
        yield page.slice(0, 1)
      }
    },
  })),
  'W-LIST-02': adapter((right) => ({
    async *listTables(selector, options) {
      yield* right.listTables(selector, options)
      yield [{ catalog: '', schema: 'pg_catalog', name: 'pg_class' }]
    },
  })),
  'W-LIST-03': adapter((right) => ({ listTables: (_, options) => right.listTables({}, options) })),
  'W-LIST-04': adapter((right) => ({
    async *listTables(selector, options) {
      for await (const page of right.listTables(selector, options)) yield page.map(lowerCased)
    },
  })),
  'W-LIST-05': deaf,
  'W-LIST-06': deafLater,

  'W-DESCRIBE-01': described((value) => ({
    ...value,
    columns: [...value.columns]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((column, index) => ({ ...column, ordinal: index + 1 })),
  })),
  'W-DESCRIBE-02': adapter((right) => ({
    describeTables: async (refs, options) => {
      const distinct = new Map(refs.map((ref) => [right.identifiers.key(ref), ref]))
      return right.describeTables([...distinct.values()], options)
    },
  })),
  'W-DESCRIBE-03': answered((reading) => {
    if (reading.status !== 'missing') return reading
    const { ref } = reading
    const value = { ref, kind: 'table' as const, columns: [], objectId: null, approxRows: null }
    return { ref, status: 'ok', value }
  }),
  'W-DESCRIBE-04': adapter((right) => ({
    describeTables: async (refs, options) => {
      if (refs.length === 0) throw new MutantError('syntax error at or near ")": IN ()')
      return right.describeTables(refs, options)
    },
  })),
  'W-DESCRIBE-05': described((value) => ({
    ...value,
    columns: value.columns.map((column, index) => ({ ...column, ordinal: index })),
  })),
  'W-DESCRIBE-06': described((value) => ({
    ...value,
    columns: value.columns.map((column) => ({ ...column, nullable: true })),
  })),
  // An inner join of tables and columns.
  'W-DESCRIBE-07': answered((reading) =>
    reading.status === 'ok' && reading.value.columns.length === 0
      ? { ref: reading.ref, status: 'missing' }
      : reading,
  ),
  // Names put into SQL without quotes.
  'W-DESCRIBE-08': adapter((right) => ({
    describeTables: async (refs, options) => {
      const readings = await right.describeTables(refs.map(lowerCased), options)
      return readings.map((reading, index) => ({ ...reading, ref: refs[index] ?? reading.ref }))
    },
  })),
  'W-DESCRIBE-09': answered((reading) =>
    reading.status === 'forbidden' ? { ref: reading.ref, status: 'missing' } : reading,
  ),
  'W-DESCRIBE-10': deaf,
  'W-DESCRIBE-11': deafLater,
  'W-DESCRIBE-12': remembersForever,
  'W-DESCRIBE-13': remembersForever,
  // The name taken for the identity.
  'W-DESCRIBE-14': described((value) => ({ ...value, objectId: value.ref.name })),

  'W-FRESH-01': adapter((right) => ({
    readFreshness: async (requests, options) =>
      [...(await right.readFreshness(requests, options))].sort((a, b) =>
        a.ref.name.localeCompare(b.ref.name),
      ),
  })),
  'W-FRESH-02': adapter((right) => ({
    readFreshness: async (requests, options) => {
      const readings = await right.readFreshness(requests, options)
      if (readings.some(({ status }) => status === 'missing'))
        throw new MutantError('relation does not exist')
      return readings
    },
  })),
  'W-FRESH-03': adapter((right) => ({
    readFreshness: async (requests, options) => {
      if (requests.length === 0) throw new MutantError('syntax error at end of input')
      return right.readFreshness(requests, options)
    },
  })),
  'W-FRESH-04': fresh(({ notAfter }) => ({
    notAfter: notAfter === null ? null : new Date(notAfter.getTime() / 1000),
  })),
  // Local time read as UTC.
  'W-FRESH-05': fresh(({ notBefore, notAfter }) => ({
    notBefore: notBefore === null ? null : new Date(notBefore.getTime() - 7_200_000),
    notAfter: notAfter === null ? null : new Date(notAfter.getTime() - 7_200_000),
  })),
  'W-FRESH-06': fresh(({ precision }) =>
    precision === 'unknown'
      ? { precision: 'exact', notBefore: new Date(0), notAfter: new Date(0), caveats: [] }
      : {},
  ),
  'W-FRESH-07': fresh(({ precision, observedAt }) =>
    precision === 'unknown' ? { precision: 'exact', notBefore: observedAt, notAfter: observedAt } : {},
  ),
  'W-FRESH-08': adapter((right) => ({
    readFreshness: async (requests, options) => {
      const unknown = requests.find(({ watermarkColumn }) => watermarkColumn === 'aegis_no_such_column')
      if (unknown !== undefined) throw new MutantError('column does not exist')
      return right.readFreshness(requests, options)
    },
  })),
  'W-FRESH-09': adapter((right) => ({
    readFreshness: (requests, options) =>
      right.readFreshness(
        requests.map((request) => ({ ...request, previous: null })),
        options,
      ),
  })),
  'W-FRESH-10': fresh((_, request) => {
    if (request?.previous == null) return {}
    const { notBefore, notAfter } = request.previous
    return { notBefore, notAfter, precision: 'upper_bound' }
  }),
  'W-FRESH-11': adapter((right) => ({
    readFreshness: async (requests, options) =>
      (await right.readFreshness(requests, options)).map((reading) =>
        reading.status === 'forbidden' ? { ref: reading.ref, status: 'missing' } : reading,
      ),
  })),
  'W-FRESH-12': deaf,
  'W-FRESH-13': deafLater,
  // The time of the look taken for that of the data.
  'W-FRESH-14': fresh(({ method, observedAt }, request) =>
    request?.previous == null || method !== 'watermark'
      ? {}
      : { precision: 'exact', notBefore: observedAt, notAfter: observedAt },
  ),
  'W-FRESH-15': fresh(({ precision, observedAt }, request) =>
    request?.previous == null || precision !== 'unknown'
      ? {}
      : { precision: 'exact', notBefore: observedAt, notAfter: observedAt },
  ),

  'W-LOG-01': logged((page) => ({ ...page, entries: page.entries.map((entry) => ({ ...entry, id: 'q' })) })),
  'W-LOG-02': adapter((right) => ({
    async *readQueryLog(window, options) {
      for await (const page of right.readQueryLog(window, options)) {
        yield { ...page, entries: page.entries.map((entry) => ({ ...entry, notAfter: window.until })) }
      }
    },
  })),
  'W-LOG-03': logged((page) => ({
    ...page,
    entries: page.entries.map((entry) => ({ ...entry, text: null })),
  })),
  // The last page is lost.
  'W-LOG-04': logged((page) => ({ ...page, entries: page.entries.slice(0, 1) })),
  'W-LOG-05': adapter((right) => ({
    readQueryLog: (window, options) => right.readQueryLog({ ...window, cursor: null }, options),
  })),
  'W-LOG-06': logged((page) => ({ ...page, cursor: '3' })),
  'W-LOG-07': adapter((right) => ({
    async *readQueryLog(window, options) {
      if (window.cursor === null) yield* right.readQueryLog(window, options)
    },
  })),
  'W-LOG-08': deaf,
  'W-LOG-09': deafLater,

  // The statement that made the view, without what it reads.
  'W-VIEW-01': adapter((right) => ({
    async *readViewDefinitions(selector, options) {
      for await (const page of right.readViewDefinitions(selector, options)) {
        yield page.map((view) => ({ ...view, sql: `CREATE VIEW ${view.ref.name}` }))
      }
    },
  })),
  'W-VIEW-02': adapter((right) => ({
    async *readViewDefinitions(selector, options) {
      yield* right.readViewDefinitions(selector, options)
      for await (const page of right.listTables(selector, options)) {
        yield page.map((ref) => ({ ref, kind: 'view' as const, sql: 'SELECT 1' }))
      }
    },
  })),
  'W-VIEW-03': deaf,
  'W-VIEW-04': deafLater,

  'W-TEST-01': adapter((right) => ({
    async testConnection(options) {
      const report = await right.testConnection(options)
      return { ...report, stages: [...report.stages].reverse() }
    },
  })),
  'W-TEST-02': adapter((right) => ({
    async testConnection(options) {
      if (options?.signal?.aborted === true) throw new MutantError('aborted')
      return right.testConnection(options)
    },
  })),
  'W-TEST-03': (subject) => ({
    ...subject,
    unreachable: {
      ...subject.unreachable,
      async testConnection(options) {
        const report = await subject.unreachable.testConnection(options)
        return { ...report, stages: report.stages.map((stage) => ({ ...stage, status: 'failed' })) }
      },
    },
  }),
  // A network failure taken for "no such table": every table would be reported as dropped.
  'W-ERROR-01': (subject) => ({
    ...subject,
    unreachable: {
      ...subject.unreachable,
      describeTables: async (refs) => refs.map((ref) => ({ ref, status: 'missing' })),
    },
  }),
  'W-CLOSE-01': adapter(() => {
    let closed = false
    return {
      async close() {
        if (closed) throw new MutantError('called end on pool more than once')
        closed = true
      },
    }
  }),
}
