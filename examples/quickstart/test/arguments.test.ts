import { expect, test } from 'vitest'
import { parseDemoArguments } from '../src/arguments.ts'

test.each([
  [[], { json: false, help: false, seed: null }],
  [['--json'], { json: true, help: false, seed: null }],
  [['--seed', '7'], { json: false, help: false, seed: 7 }],
  [['--seed=0', '--json'], { json: true, help: false, seed: 0 }],
  [['--help'], { json: false, help: true, seed: null }],
])('%j is understood', (args, value) => {
  expect(parseDemoArguments(args)).toEqual({ ok: true, value })
})

test.each([
  [['--fast'], '--fast'],
  [['shop'], 'shop'],
  [['--seed'], '--seed'],
  [['--seed', 'seven'], 'seven'],
  [['--seed', '1.5'], '1.5'],
  [['--seed='], '--seed'],
  [['--seed', '1e400'], '1e400'],
  [['--json=yes'], '--json'],
])('%j is answered in one line that names the mistake', (args, mistake) => {
  const parsed = parseDemoArguments(args)
  if (parsed.ok) throw new Error('should have been refused')
  expect(parsed.message).toContain(mistake)
  expect(parsed.message).toMatch(/^[^\n]+ See --help\.$/)
})
