import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAegis } from '../run-aegis.ts'

const SCRIPT = `-- nightly
INSERT INTO staging.orders SELECT * FROM raw.orders JOIN raw.customers USING (id);
INSERT INTO mart.daily (day, revenue) SELECT o.day, sum(o.price) FROM staging.orders o GROUP BY o.day;
SELECT oops FROM;
GRANT SELECT ON mart.daily TO bi;
this is no SQL;
`

describe('aegis lineage FILE', () => {
  let folder = ''
  let file = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aegis-cli-'))
    file = join(folder, 'nightly.sql')
    writeFileSync(file, SCRIPT)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('shows statements, columns, the graph and what was not understood', async () => {
    const { code, stdout, stderr } = await runAegis(['lineage', file, '--dialect', 'postgresql'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^nightly\.sql {2}postgresql {2}5 statements, 2 move data/)
    expect(stdout).toMatch(
      / 2 {2}mart\.daily {2}insert\n {5}<- staging\.orders {2}1\.00\n.*day, price -> revenue/,
    )
    expect(stdout).toContain(
      [
        'Graph',
        '  raw.orders',
        '  └─ staging.orders',
        '     └─ mart.daily',
        '  raw.customers',
        '  └─ staging.orders (see above)',
      ].join('\n'),
    )
    expect(stdout).toMatch(/Not understood\n[\s\S]*line 6: .*stopped at "this"\n$/)
  })

  it('reads standard input as -, and prints no colours into a pipe or with NO_COLOR', async () => {
    const { stdout } = await runAegis(['lineage', '-', '--dialect', 'postgresql'], SCRIPT, { NO_COLOR: '1' })
    expect(stdout).toMatch(/^standard input {2}postgresql/)
    expect(stdout).not.toContain('\u001b')
    expect((await runAegis(['lineage', '-', '-d', 'postgresql'], SCRIPT)).stdout).not.toContain('\u001b')
  })

  it('prints a Mermaid flowchart', async () => {
    const sql = 'CREATE VIEW s.v AS SELECT * FROM (SELECT * FROM "s"."odd ""name"" <b>") x'
    const { stdout } = await runAegis(['lineage', '-', '-d', 'postgresql', '--mermaid'], sql)
    expect(stdout).toBe(
      [
        'flowchart LR',
        '  n1["s.#quot;odd #quot;#quot;name#quot;#quot; #lt;b#gt;#quot;"]',
        '  n2["s.v"]',
        '  n1 -. 0.80 .-> n2',
        '',
      ].join('\n'),
    )
  })

  it('prints one JSON object', async () => {
    const { stdout } = await runAegis(['lineage', file, '-d', 'postgresql', '--json'])
    const script = JSON.parse(stdout)
    expect(script).toMatchObject({ file: 'nightly.sql', dialect: 'postgresql' })
    expect(script.statements).toHaveLength(5)
    expect(script.statements[1]).toMatchObject({
      statement: 2,
      status: 'parsed',
      kind: 'insert',
      target: 'mart.daily',
      sources: [{ source: 'staging.orders', target: 'mart.daily', confidence: 1 }],
    })
    expect(script.statements[4]).toMatchObject({ status: 'unparsed', line: 6 })
    expect(script.edges.map(({ source, target }: Record<string, string>) => `${source} > ${target}`)).toEqual(
      ['raw.orders > staging.orders', 'raw.customers > staging.orders', 'staging.orders > mart.daily'],
    )
  })
})
