import { AegisError } from '@aegis/core'
import type { ParsedStatement, WrittenName } from '@aegis/core/ports'
import { describe, expect, it } from 'vitest'
import { sqlLineage } from '../../src/index.ts'
import { type Case, readCases } from '../read-cases.ts'

const parser = sqlLineage()
const cases = readCases()

function edges(statements: readonly ParsedStatement[]): readonly unknown[] {
  return statements.map((each) =>
    each.status === 'parsed'
      ? {
          ...each,
          agreement: undefined,
          sources: each.sources.map(({ name, relationship }) => [name, relationship]),
        }
      : each,
  )
}

/**
 * Of what a parser of the dialect reads, the share whose tables it takes for others: tables named in strings or as arguments,
 * MySQL's and DuckDB's own forms, REPLACE USING. Each of them is right in what it expects.
 */
const MOST_DOUBTED = 0.03

describe('a second opinion', () => {
  it('changes no table, no relationship and no reason', async () => {
    for (const { name, sql, dialect, context } of cases) {
      const { statements } = await parser.analyze(sql, dialect, context)
      expect([name, edges(statements)]).toEqual([name, edges(parser.parse(sql, dialect, context).statements)])
    }
  })

  it('agrees with the labelled cases wherever the parser can read them', async () => {
    const doubted: string[] = []
    let agreed = 0
    for (const { name, sql, dialect, context } of cases) {
      const { statements } = await parser.analyze(sql, dialect, context)
      for (const each of statements) {
        if (each.status !== 'parsed') continue
        if (each.agreement === 'disagreed') doubted.push(name)
        else if (each.agreement === 'agreed') agreed += 1
      }
    }
    expect(doubted.length, doubted.join('\n')).toBeLessThanOrEqual(MOST_DOUBTED * (agreed + doubted.length))
    expect(agreed).toBeGreaterThanOrEqual(500)
  })

  it('lowers an edge that only the scanner saw, and tells no columns of it', async () => {
    const sql = 'INSERT INTO u REPLACE USING (id, day) SELECT id, day FROM s'
    const { statements } = await parser.analyze(sql, 'databricks')
    expect(statements).toMatchObject([
      { status: 'parsed', agreement: 'disagreed', sources: [{ confidence: 0.7, columns: [] }] },
    ])
  })

  it('keeps what the pattern says where both agree or nobody else can read it', async () => {
    const nested = 'INSERT INTO t (x) SELECT a FROM (SELECT a FROM s) q'
    const { statements: agreed } = await parser.analyze(nested, 'snowflake')
    expect(agreed).toMatchObject([{ agreement: 'agreed', sources: [{ confidence: 0.8 }] }])
    const { statements: alone } = await sqlLineage({ engines: ['libpg'] }).analyze(
      'INSERT INTO t SELECT * FROM s',
      'snowflake',
    )
    expect(alone).toMatchObject([{ status: 'parsed', sources: [{ confidence: 1 }] }])
    expect(alone[0]).not.toHaveProperty('agreement')
  })

  it('comes for each statement of a script, and a bad one costs the others nothing', async () => {
    const script = 'INSERT INTO a (x) SELECT b FROM b1; SELEC; INSERT INTO c (y) SELECT d FROM d1'
    const { statements } = await parser.analyze(script, 'postgresql')
    expect(statements.map(({ index }) => index)).toEqual([0, 1, 2])
    expect([statements[0], statements[2]]).toMatchObject([
      { agreement: 'agreed', sources: [{ columns: [{ source: 'b', target: 'x' }] }] },
      { agreement: 'agreed', sources: [{ columns: [{ source: 'd', target: 'y' }] }] },
    ])
  })

  it('takes the name of a view for the target of its text', async () => {
    const viewName: WrittenName = { parts: [{ text: 'v', quoted: true }] }
    for (const sql of ['SELECT a AS b FROM s', 'CREATE VIEW other AS SELECT a AS b FROM s']) {
      const { statements } = await parser.analyze(sql, 'postgresql', { viewName })
      expect(statements).toMatchObject([
        { target: viewName, agreement: 'agreed', sources: [{ columns: [{ source: 'a', target: 'b' }] }] },
      ])
    }
  })

  it('is not asked for about a text that is cut short', async () => {
    const { statements } = await parser.analyze('INSERT INTO t SELECT a FROM s WHERE', 'postgresql', {
      truncated: true,
    })
    expect(statements).toMatchObject([{ status: 'parsed', partial: true }])
    expect(statements[0]).not.toHaveProperty('agreement')
  })

  it('rejects when aborted, and only then', async () => {
    const sql = 'INSERT INTO t SELECT a FROM s'
    const reasons: readonly unknown[] = [new Error('enough'), 'a word', undefined]
    for (const reason of reasons) {
      const early = AbortSignal.abort(reason)
      const error = await parser
        .analyze(sql, 'postgresql', {}, { signal: early })
        .catch((thrown: unknown) => thrown)
      expect(AegisError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ code: 'ABORTED', retryable: false, cause: early.reason })
    }
    for (const slow of [sql, 'INSERT INTO t SELECT f(a) FROM s']) {
      const controller = new AbortController()
      const running = parser.analyze(slow, 'postgresql', {}, { signal: controller.signal })
      controller.abort(new Error('later'))
      await expect(running).rejects.toMatchObject({ code: 'ABORTED', cause: controller.signal.reason })
    }
    const columnsOf = (): never => {
      throw new Error('no catalog')
    }
    expect((await parser.analyze(sql, 'postgresql', { columnsOf })).statements).toEqual(
      parser.parse(sql, 'postgresql').statements,
    )
  })

  it('comes from no other engine than those asked for', async () => {
    const none = sqlLineage({ engines: [] })
    const other = sqlLineage({ engines: ['node-sql-parser'] })
    const sql = 'INSERT INTO t (x) SELECT a FROM s'
    expect(await none.analyze(sql, 'postgresql')).toEqual(none.parse(sql, 'postgresql'))
    expect((await other.analyze(sql, 'postgresql')).statements).toMatchObject([
      { agreement: 'agreed', sources: [{ columns: [{ source: 'a', target: 'x' }], columnsComplete: false }] },
    ])
  })
})

/** Bounds of a share at 95 %, by Wilson. */
function wilson(hits: number, of: number): readonly [number, number] {
  const z = 1.96
  const share = hits / of
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return [middle - half, middle + half]
}

/** `target <- source` of the lines that a case expects. */
function labelled({ expected }: Case): ReadonlySet<string> {
  return new Set(expected.flatMap((line) => /^(.+? <- .+?) : /.exec(line)?.[1] ?? []))
}

function written({ parts, kind }: WrittenName): string {
  const text = parts.map((part) => (part.quoted ? `"${part.text}"` : part.text)).join('.')
  return kind === undefined || kind === 'table' ? text : `${kind}:${parts[0]?.text ?? ''}`
}

describe('confidence', () => {
  it('of 0.9 and more is right at least 98 times in 100 on the labelled cases', async () => {
    const tally = new Map<string, { all: number; right: number }>()
    for (const each of cases) {
      const labels = labelled(each)
      const { statements } = await parser.analyze(each.sql, each.dialect, each.context)
      for (const statement of statements) {
        if (statement.status !== 'parsed') continue
        for (const { name, confidence } of statement.sources) {
          const key =
            confidence >= 0.9 ? 'sure' : statement.agreement === 'disagreed' ? 'doubted' : 'less sure'
          const count = tally.get(key) ?? { all: 0, right: 0 }
          tally.set(key, count)
          count.all += 1
          if (labels.has(`${written(statement.target)} <- ${written(name)}`)) count.right += 1
        }
      }
    }
    const lines = [...tally].map(([key, { all, right }]) => {
      const [low, high] = wilson(right, all).map((bound) => (100 * bound).toFixed(1))
      return `${key}: ${right} of ${all} right (95 % interval ${low} to ${high} %)`
    })
    process.stdout.write(`edges of the labelled cases\n  ${lines.join('\n  ')}\n`)
    const sure = tally.get('sure') ?? { all: 0, right: 0 }
    expect(sure.right / sure.all).toBeGreaterThanOrEqual(0.98)
  })
})
