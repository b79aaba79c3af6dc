import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAegis } from '../run-aegis.ts'

const folder = mkdtempSync(join(tmpdir(), 'aegis-diff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const BEFORE = [
  { name: 'id', type: 'integer', nullable: false, ordinal: 1 },
  { name: 'price', type: 'numeric(10,2)', nullable: true, ordinal: 2 },
  { name: 'note', type: 'varchar(20)', nullable: true, ordinal: 3 },
]
const AFTER = [
  { name: 'id', type: 'bigint', nullable: false, ordinal: 1 },
  { name: 'price', type: 'text', nullable: true, ordinal: 2 },
  { name: 'note', type: 'character varying(20)', nullable: true, ordinal: 3 },
  { name: 'tax', type: 'numeric', nullable: false, ordinal: 4 },
]

describe('aegis diff', () => {
  const before = file('before.json', BEFORE)
  const after = file('after.json', AFTER)

  it('prints each change as one JSON object', async () => {
    const { code, stdout, stderr } = await runAegis([
      'diff',
      before,
      after,
      '--dialect',
      'postgresql',
      '--json',
    ])
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual({
      severity: 'critical',
      changes: [
        {
          ...{ kind: 'type_changed', column: 'id', from: 'integer', to: 'bigint' },
          ...{ verdict: 'widening', severity: 'critical', evidence: [expect.any(String)] },
        },
        {
          ...{ kind: 'type_changed', column: 'price', from: 'numeric(10,2)', to: 'text' },
          ...{ verdict: 'incompatible', severity: 'critical', evidence: [expect.any(String)] },
        },
        { kind: 'column_added', column: 'tax', to: 'numeric', severity: 'medium', evidence: [] },
      ],
    })
  })

  it('draws a page for people', async () => {
    const { stdout } = await runAegis(['diff', before, after, '--dialect', 'postgresql'])
    expect(stdout).toMatch(/before\.json -> after\.json {2}3 changes, critical/)
    expect(stdout).toMatch(/`id` changed from integer to bigint {2}widening/)
  })

  it('says so when nothing drifted', async () => {
    const { stdout } = await runAegis(['diff', before, before, '--dialect', 'postgresql'])
    expect(stdout).toMatch(/no drift/)
  })

  it('lowers what widens when asked, and ends with 1 on drift when asked', async () => {
    const wider = file('wider.json', [{ ...BEFORE[0], type: 'bigint' }, ...BEFORE.slice(1)])
    const flags = ['--dialect', 'postgresql', '--severity-policy', 'by_verdict', '--exit-code', '--json']
    const drifted = await runAegis(['diff', before, wider, ...flags])
    expect([drifted.code, JSON.parse(drifted.stdout).severity]).toEqual([1, 'medium'])
    expect(await runAegis(['diff', before, before, ...flags])).toMatchObject({ code: 0 })
  })

  it('reads columns as others write them', async () => {
    const plain = [{ name: 'a', type: 'int', nullable: false, default_value: '0' }]
    const other = [{ name: 'a', type: 'int', nullable: 'NO', defaultValue: '0' }]
    const compare = (now: unknown): ReturnType<typeof runAegis> =>
      runAegis(['diff', file('plain.json', plain), file('now.json', now), '-d', 'ansi', '--json'])
    expect(JSON.parse((await compare({ id: 7, columns: other })).stdout).changes).toEqual([])
    expect(JSON.parse((await compare([{ ...other[0], nullable: 'yes' }])).stdout).changes).toMatchObject([
      { kind: 'nullability_changed', from: 'not null', to: 'nullable' },
    ])
    expect(JSON.parse((await compare({ columns: null })).stdout).changes).toMatchObject([
      { kind: 'table_dropped' },
    ])
    expect((await compare([{ ...other[0], nullable: 'maybe' }])).stderr).toContain(
      'column 0.nullable must be true, false, "YES" or "NO"',
    )
  })

  it('names the path of a nested leaf', async () => {
    const column = (type: string): string => file(`${type.length}.json`, [{ name: 'v', type }])
    const old = column('array<struct<sku:string,at:struct<zip:int>>>')
    const now = column('array<struct<sku:int,at:struct<zip:bigint,street:string>>>')
    const { stdout } = await runAegis(['diff', old, now, '-d', 'databricks', '--json'])
    expect(JSON.parse(stdout).changes).toMatchObject([
      { kind: 'type_changed', column: 'v[].sku', verdict: 'incompatible' },
      { kind: 'type_changed', column: 'v[].at.zip', verdict: 'widening' },
      { kind: 'column_added', column: 'v[].at.street', to: 'string' },
    ])
  })

  it.each([
    [['diff', before], /name two files/],
    [['diff', before, after], /name the dialect: --dialect postgresql/],
    [['diff', before, after, '-d', 'oracle'], /no dialect "oracle"/],
    [['diff', before, file('text.json', 'not json'), '-d', 'ansi'], /text\.json is not JSON/],
    [['diff', before, file('object.json', {}), '-d', 'ansi'], /object\.json: the columns must be a list/],
    [['diff', before, file('typeless.json', [{ name: 'a' }]), '-d', 'ansi'], /column 0\.type is missing/],
    [
      ['diff', before, file('twice.json', [BEFORE[0], BEFORE[0]]), '-d', 'ansi'],
      /column "id" is there twice/,
    ],
    [['diff', before, '--jsonl'], /reads standard input/],
  ])('%j ends with 2 and one line that says what to do', async (args, expected) => {
    const { code, stdout, stderr } = await runAegis(args)
    expect(stderr).toMatch(expected)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('a file that is not there is named', async () => {
    const { code, stderr } = await runAegis(['diff', join(folder, 'none.json'), after, '-d', 'ansi'])
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/none\.json could not be read: there is no such file/),
    ])
  })
})

describe('aegis diff --jsonl', () => {
  it('answers each line, the broken ones too', async () => {
    const lines = [
      {
        id: 'a',
        dialect: 'postgresql',
        before: [{ name: 'n', type: 'int4' }],
        after: [{ name: 'n', type: 'integer' }],
      },
      { id: 2, before: [{ name: 'n', type: 'NUMBER' }], after: [{ name: 'n', type: 'NUMBER(38,0)' }] },
      { id: 3, before: BEFORE, after: null },
      { id: 4, before: null, after: BEFORE },
      { id: 5, before: 'x', after: BEFORE },
      { id: 6, dialect: 'oracle', before: [], after: [] },
    ]
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`
    const { code, stdout, stderr } = await runAegis(['diff', '--jsonl', '--dialect', 'snowflake'], input)
    expect([code, stderr]).toEqual([0, ''])
    const answers: unknown[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const none = { severity: null, changes: [] }
    expect(answers).toEqual([
      { id: 'a', ...none },
      { id: 2, ...none },
      {
        ...{ id: 3, severity: 'critical' },
        changes: [{ kind: 'table_dropped', column: null, severity: 'critical', evidence: [] }],
      },
      { id: 4, ...none },
      { id: 5, ...none, error: expect.stringMatching(/line 5: field "before": the columns must be a list/) },
      {
        id: 6,
        ...none,
        error: expect.stringMatching(/line 6: field "dialect": There is no dialect "oracle"/),
      },
      { ...none, error: 'line 7: the line is not JSON' },
    ])
  })

  it('names the side that is missing', async () => {
    const [a, b] = [
      { id: 1, after: [] },
      { id: 2, before: [] },
    ].map((line) => JSON.stringify(line))
    const { stdout } = await runAegis(['diff', '--jsonl', '-d', 'ansi'], `${a}\n${b}\n`)
    const errors = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).error)
    expect(errors).toEqual([
      'line 1: field "before" is missing; write null for a table that is not there',
      'line 2: field "after" is missing; write null for a table that is not there',
    ])
  })

  it.each([
    ['drift', { before: BEFORE, after: AFTER }, 1],
    ['a line that is no pair', { before: BEFORE }, 1],
    ['neither', { before: BEFORE, after: BEFORE }, 0],
  ])('with --exit-code answers every line and then tells %s', async (_, line, expected) => {
    const same = JSON.stringify({ before: BEFORE, after: BEFORE })
    const input = `${same}\n${JSON.stringify(line)}\n${same}\n`
    const flags = ['--jsonl', '--dialect', 'postgresql']
    const { code, stdout } = await runAegis(['diff', ...flags, '--exit-code'], input)
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([expected, 3])
    expect(await runAegis(['diff', ...flags], input)).toMatchObject({ code: 0 })
  })
})
