import { expect, test } from 'vitest'
import { checkMonitorOptions } from '../../src/config/monitor-options.ts'
import { AegisError } from '../../src/errors.ts'

function check(expectedBy: unknown): unknown {
  const options: Record<string, unknown> = { tables: ['a.b'], expectedBy }
  return checkMonitorOptions(options, []).expectedBy
}

function refusal(expectedBy: unknown): string {
  try {
    check(expectedBy)
  } catch (error) {
    if (AegisError.isInstance(error) && error.code === 'CONFIG_INVALID') return error.message
    throw error
  }
  return 'not refused'
}

test('a time due has its defaults', () => {
  expect(check({ cron: '0 6 * * 1-5' })).toEqual({ cron: '0 6 * * 1-5', timeZone: 'UTC', graceMinutes: 0 })
  expect(check(null)).toBeNull()
  expect(check(undefined)).toBeUndefined()
})

test.each([
  ['a cron line that never fires', { cron: '0 0 30 2 *' }, /never comes[\s\S]*expectedBy\.cron/],
  ['seconds', { cron: '0 0 6 * * *' }, /five fields[\s\S]*expectedBy\.cron/],
  ['a wrong field', { cron: '0 25 * * *' }, /hour: 25[\s\S]*expectedBy\.cron/],
  [
    'an unknown zone',
    { cron: '0 6 * * *', timeZone: 'Berlin' },
    /no time zone `Berlin`[\s\S]*expectedBy\.timeZone/,
  ],
  ['a grace of more than a week', { cron: '0 6 * * *', graceMinutes: 10_081 }, /expectedBy\.graceMinutes/],
  ['an unknown setting', { cron: '0 6 * * *', grace: 5 }, /grace/],
])('%s is refused, with the field', (_title, expectedBy, message) => {
  expect(refusal(expectedBy)).toMatch(message)
})
