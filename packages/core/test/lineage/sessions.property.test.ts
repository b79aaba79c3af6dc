import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LineageEdge, QueryLogEntry } from '../../src/model/index.ts'
import { memoryStore } from '../../src/testing/index.ts'
import { logged, readInto, standing } from './logged.ts'

type Change = 'drop' | 'truncate' | 'rename' | 'swap'
type Step =
  | { readonly act: 'flow' | 'temporary'; readonly to: string; readonly from: readonly string[] }
  | { readonly act: Change; readonly to: string; readonly from: readonly string[] }
  | { readonly act: 'begin' | 'commit' | 'rollback' }

interface Line {
  readonly session: string
  readonly step: Step
}

const real = fc.constantFrom('a.x', 'a.y', 'a.z', 'a.w')
const temporary = fc.constantFrom('t', 'u')
const either = fc.oneof({ weight: 2, arbitrary: real }, { weight: 1, arbitrary: temporary })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('flow'),
      to: either,
      from: fc.array(either, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('temporary'),
      to: temporary,
      from: fc.array(either, { maxLength: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom<Change>('drop', 'truncate', 'rename', 'swap'),
      to: real,
      from: fc.tuple(real),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('begin', 'commit', 'rollback') }) },
)
const line: fc.Arbitrary<Line> = fc.record({ session: fc.constantFrom('s', 'r'), step })
const program = fc.array(line, { maxLength: 30 })
/** Repeated some fifty times it is more than a session holds run by run. */
const longProgram = fc.array(line, { minLength: 15, maxLength: 30 })

function textOf(given: Step): string {
  switch (given.act) {
    case 'flow':
      return `${given.to} <- ${given.from.join(', ')}`
    case 'temporary':
      return `create temp table ${given.to} <- ${given.from.join(', ')}`
    case 'rename':
      return `rename ${given.to} to ${given.from[0]}`
    case 'swap':
      return `swap ${given.to} with ${given.from[0]}`
    case 'drop':
    case 'truncate':
      return `${given.act} ${given.to}`
    default:
      return given.act
  }
}

function entriesOf(lines: readonly Line[]): readonly QueryLogEntry[] {
  return logged(lines.map(({ session, step: given }, index) => `${index} ${session} ${textOf(given)}`))
}

interface Event {
  readonly act: 'flow' | Change
  readonly to: string
  readonly from: string
}

const isReal = (name: string): boolean => name.startsWith('a.')

/** What one session does, by hand: temporary tables as plain sets, a rollback as a copy of before. */
function eventsOf(lines: readonly Line[], session: string): readonly (Event & { readonly at: number })[] {
  let temporaries: Record<string, readonly string[]> = {}
  let events: (Event & { readonly at: number })[] = []
  let before: { temporaries: typeof temporaries; events: typeof events } | null = null
  for (const [at, { session: of, step: given }] of lines.entries()) {
    if (of !== session) continue
    const origins = (names: readonly string[]): readonly string[] => [
      ...new Set(names.flatMap((name) => (isReal(name) ? [name] : (temporaries[name] ?? [])))),
    ]
    switch (given.act) {
      case 'begin':
        before ??= { temporaries: { ...temporaries }, events: [...events] }
        break
      case 'commit':
        before = null
        break
      case 'rollback':
        if (before !== null) ({ temporaries, events } = before)
        before = null
        break
      case 'temporary':
        temporaries = { ...temporaries, [given.to]: origins(given.from) }
        break
      case 'flow': {
        const from = origins(given.from)
        if (isReal(given.to))
          events.push(...from.map((name) => ({ act: 'flow' as const, to: given.to, from: name, at })))
        else if (temporaries[given.to] !== undefined)
          temporaries = { ...temporaries, [given.to]: origins([given.to, ...from]) }
        break
      }
      default:
        events.push({ act: given.act, to: given.to, from: given.from[0] ?? '', at })
    }
  }
  return events
}

/** What stands at the end, by hand: a set of pairs. */
function expectedOf(lines: readonly Line[]): readonly string[] {
  const events = [...eventsOf(lines, 's'), ...eventsOf(lines, 'r')]
    .filter(({ to, from, act }) => to !== from || act === 'drop' || act === 'truncate')
    .sort((a, b) => a.at - b.at)
  let edges: (readonly [source: string, target: string])[] = []
  const arrivesAfter = (table: string, at: number): boolean =>
    events.some((event) => {
      if (event.at <= at) return false
      if (event.act === 'flow') return event.to === table
      if (event.act === 'rename') return event.from === table
      return event.act === 'swap' && (event.to === table || event.from === table)
    })
  for (const { act, to, from, at } of events) {
    const stays = arrivesAfter(to, at)
    if (act === 'flow') edges.push([from, to])
    if (act === 'truncate') edges = edges.filter(([, target]) => target !== to)
    if (act === 'drop') edges = edges.filter(([source, target]) => target !== to && (stays || source !== to))
    if (act === 'rename') {
      edges = edges
        .filter(([, target]) => target !== from)
        .map(([source, target]) => [!stays && source === to ? from : source, target === to ? from : target])
    }
    if (act === 'swap') {
      edges = edges.map(([source, target]) => [source, target === to ? from : target === from ? to : target])
    }
    edges = edges.filter(([source, target]) => source !== target)
  }
  return [...new Set(edges.map(([source, target]) => `${source} > ${target}`))].sort()
}

const facts = (edges: readonly LineageEdge[]) =>
  edges
    .filter(({ closedAt }) => closedAt === null)
    .map(({ source, target, observations, firstSeenAt, lastSeenAt }) => ({
      edge: `${source} > ${target}`,
      observations,
      firstSeenAt,
      lastSeenAt,
    }))
    .sort((a, b) => (a.edge < b.edge ? -1 : 1))

it('agrees with sets of pairs played by hand', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (lines) => {
      const edges = await readInto(memoryStore(), [{ entries: entriesOf(lines) }])
      expect(standing(edges)).toEqual(expectedOf(lines))
    }),
    { numRuns: 500 },
  )
})

it('agrees with them however long the log is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(longProgram, fc.integer({ min: 40, max: 60 })), { minLength: 1, maxLength: 2 }),
      fc.constantFrom('flow', 'any'),
      async (programs, kind) => {
        const lines = programs.flatMap(([part, times]) => {
          const wanted = kind === 'any' ? part : part.filter(({ step: { act } }) => act !== 'temporary')
          return Array.from({ length: times }, () => wanted).flat()
        })
        const edges = await readInto(memoryStore(), [
          { entries: entriesOf(lines), minute: lines.length + 120 },
        ])
        expect(standing(edges)).toEqual(expectedOf(lines))
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

it('does not mind the order of the log, nor entries that come twice', async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.infiniteStream(fc.nat()), async (lines, random) => {
      const entries = entriesOf(lines)
      const shuffled = [...entries, ...entries.slice(0, 5)]
        .map((entry) => ({ entry, place: random.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ entry }) => entry)
      const inOrder = await readInto(memoryStore(), [{ entries }])
      expect(facts(await readInto(memoryStore(), [{ entries: shuffled }]))).toEqual(facts(inOrder))
    }),
  )
})

it('comes to the same when the window is read again with what came late', async () => {
  await fc.assert(
    fc.asyncProperty(
      program,
      fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      async (drawn, isLate) => {
        // What changes tables in a transaction waits for its end, and so comes late too.
        const begins = new Set(
          drawn.flatMap(({ session, step: { act } }) => (act === 'begin' ? session : [])),
        )
        const isChange = ({ step: { act } }: Line): boolean =>
          act === 'drop' || act === 'truncate' || act === 'rename' || act === 'swap'
        const lines = drawn.filter((each) => !(isChange(each) && begins.has(each.session)))
        const entries = entriesOf(lines)
        // An edge that was right by what was known stays: so what changes tables does not come late here.
        const named = lines.flatMap(({ step: { act, ...step } }) =>
          (act === 'rename' || act === 'swap') && 'to' in step ? [step.to, ...step.from] : [],
        )
        const mayBeLate = ({ step: given }: Line): boolean => {
          if (given.act === 'commit' || given.act === 'rollback') return true
          return given.act === 'flow' && isReal(given.to) && !named.includes(given.to)
        }
        const early = entries.filter((_entry, index) => {
          const { [index]: of } = lines
          return isLate[index] !== true || of === undefined || !mayBeLate(of)
        })
        const store = memoryStore()
        await readInto(store, [{ entries: early, minute: 40 }])
        const again = await readInto(store, [
          { entries, minute: 50 },
          { entries, minute: 55 },
          // What is open still counts as committed when it is an hour old.
          { entries, minute: 200 },
        ])
        expect(standing(again)).toEqual(expectedOf(lines))
      },
    ),
  )
})

it('counts no run twice', async () => {
  const flows = fc.array(fc.record({ to: real, from: real }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(flows, fc.nat(20), async (drawn, split) => {
      const entries = logged(drawn.map(({ to, from }, index) => `${index} s ${to} <- ${from}`))
      const once = await readInto(memoryStore(), [{ entries, minute: 50 }])
      const inPieces = await readInto(memoryStore(), [
        { entries: entries.slice(0, split), minute: 40 },
        { entries, minute: 50 },
        { entries: [...entries].reverse(), minute: 55 },
        { entries, minute: 58, full: true },
      ])
      expect(facts(inPieces)).toEqual(facts(once))
    }),
  )
})
