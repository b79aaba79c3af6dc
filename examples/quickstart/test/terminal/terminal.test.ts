import { expect, test } from 'vitest'
import { createTerminal } from '../../src/terminal/terminal.ts'

function recorder(isTTY: boolean): { isTTY: boolean; text: () => string; write: (chunk: string) => boolean } {
  const chunks: string[] = []
  return {
    isTTY,
    text: () => chunks.join(''),
    write(chunk) {
      chunks.push(chunk)
      return true
    },
  }
}

const ESCAPE = '\u001b['

test.each([
  ['a terminal', true, {}, true],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ['a pipe', false, {}, false],
  ['a pipe on CI', false, { CI: 'true', FORCE_COLOR: '1' }, false],
])('%s: colours %s', (_, isTTY, env, coloured) => {
  const { paint } = createTerminal(recorder(isTTY), env)
  expect(paint.red('x').includes(ESCAPE)).toBe(coloured)
})

test('in a pipe a step is one plain line, written when it is done', async () => {
  const output = recorder(false)
  const result = await createTerminal(output, {}).step(
    'Counting',
    async () => {
      expect(output.text()).toBe('')
      return 3
    },
    (count) => `Counted ${count}`,
  )
  expect(result).toBe(3)
  expect(output.text()).toMatch(/^ {2}✓ Counted 3 +\d+\.\d\d s\n$/)
})

test('on a terminal the step is seen while it works, and its line is used again', async () => {
  const output = recorder(true)
  await createTerminal(output, { NO_COLOR: '1' }).step(
    'Counting',
    async () => expect(output.text()).toBe('  … Counting'),
    () => 'Counted',
  )
  const [shown, then, ...more] = output.text().split(`\r${ESCAPE}2K`)
  expect(shown).toBe('  … Counting')
  expect(then).toMatch(/^ {2}✓ Counted +\d+\.\d\d s\n$/)
  expect(more).toEqual([])
})

test('a step that fails says which one, and passes the error on', async () => {
  const output = recorder(false)
  const failing = createTerminal(output, {}).step(
    'Counting',
    () => Promise.reject(new Error('no numbers')),
    () => 'Counted',
  )
  await expect(failing).rejects.toThrow('no numbers')
  expect(output.text()).toBe('  ✗ Counting\n')
})
