import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { pglitePlanProver } from '../../src/prover/index.ts'
import { planProverOn } from '../../src/prover/pglite-plan-prover.ts'
import { shadowThread } from '../../src/prover/pglite-thread.ts'
import { planOf } from './plans.ts'

const shapes = { accepted: ['id bigint', 'note text'], latest: ['id bigint'] }
const good = planOf({ ...shapes, statements: ['ALTER TABLE shop.orders ADD COLUMN note text'] })
const endless = planOf({ ...shapes, statements: ['SELECT count(*) FROM generate_series(1, 1e15::bigint)'] })

const thread = shadowThread({ idleMs: 60_000 })
afterAll(() => thread.stop())

describe('the thread of the shadow', () => {
  test('nothing of one plan is left for the next, also of several at once', async () => {
    const prover = planProverOn(thread)
    const proofs = await Promise.all([good, good, good].map((plan) => prover.prove(plan)))
    expect(proofs.map(({ outcome }) => outcome)).toEqual(['proved', 'proved', 'proved'])
    expect(thread.started()).toBe(1)
  })

  test('a statement without end is ended, holds nobody up meanwhile, and the next plan has a new thread', async () => {
    await planProverOn(thread).prove(good)
    const before = thread.started()
    let turns = 0
    const beat = setInterval(() => {
      turns += 1
    }, 5)
    const proof = await planProverOn(thread, { timeoutMs: 2000 }).prove(endless)
    clearInterval(beat)
    expect(proof).toMatchObject({
      outcome: 'not_run',
      text: 'Not proved: it took longer than 2000 ms, and was ended.',
    })
    expect(turns).toBeGreaterThan(20)
    expect(await planProverOn(thread).prove(good)).toMatchObject({ outcome: 'proved' })
    expect(thread.started()).toBe(before + 1)
  })

  test('an abort ends the one that runs, and a wait for its turn', async () => {
    const prover = planProverOn(thread)
    await prover.prove(good)
    const [running, waiting] = [new AbortController(), new AbortController()]
    const first = prover.prove(endless, { signal: running.signal })
    const second = prover.prove(good, { signal: waiting.signal })
    const third = prover.prove(good)
    waiting.abort(new Error('waited enough'))
    await expect(second).rejects.toThrow('waited enough')
    running.abort(new Error('ran enough'))
    await expect(first).rejects.toThrow('ran enough')
    expect(await third).toMatchObject({ outcome: 'proved' })
    await expect(prover.prove(good, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow(
      'never',
    )
  })

  test('a statement that ends the session spoils only itself', async () => {
    const prover = planProverOn(thread)
    const ending = planOf({ ...shapes, statements: ['SELECT pg_terminate_backend(pg_backend_pid())'] })
    expect((await prover.prove(ending)).outcome).not.toBe('proved')
    expect(await prover.prove(good)).toMatchObject({ outcome: 'proved' })
  })
})

test('a shadow that is kept for the next plan does not keep the process alive', () => {
  const source = new URL('../../src/prover/pglite-thread.ts', import.meta.url)
  const script = `import { shadowThread } from ${JSON.stringify(source.href)}
const thread = shadowThread({ idleMs: 3_600_000 })
console.log(await thread.use({ extensions: [], timeoutMs: 60_000 }, (shadow) => shadow.run({ text: 'SELECT 1::text AS one' })))`
  const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
    // Killed, and so failed, when it lives on.
    timeout: 60_000,
  })
  expect(said.trim()).toBe("[ { one: '1' } ]")
})

test('without the package the proof says how to get it', () => {
  const source = fileURLToPath(new URL('../../src', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'aegis-prover-'))
  try {
    cpSync(source, join(folder, 'src'), { recursive: true })
    writeFileSync(
      join(folder, 'ask.ts'),
      `import { shadowThread } from './src/prover/pglite-thread.ts'
const thread = shadowThread({ idleMs: 1 })
await thread.use({ extensions: [], timeoutMs: 60_000 }, async () => 'there is one').then(console.log, ({ name, message }) => console.log(name, message))`,
    )
    const said = execFileSync(process.execPath, ['--no-warnings', join(folder, 'ask.ts')], {
      encoding: 'utf8',
    })
    expect(said.trim()).toBe(
      'NoShadow @electric-sql/pglite is not installed: add it to the project, e.g. npm install @electric-sql/pglite',
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('wrong options are refused', () => {
  expect(() => pglitePlanProver({ timeoutMs: 5 })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  )
})
