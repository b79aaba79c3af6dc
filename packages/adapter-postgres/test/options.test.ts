import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type PostgresOptions, postgres } from '../src/index.ts'

describe('options', () => {
  test.each<readonly [string, PostgresOptions, RegExp]>([
    ['a URL of another kind', { connectionString: 'mysql://root:hunter2@db/x' }, /not a URL like postgres:/],
    ['a URL that is none', { connectionString: 'postgres://u:hunter2@h:port/x' }, /percent-encoded/],
    [
      'a URL with parts beside it',
      { connectionString: 'postgres://u:hunter2@h/x', host: 'other', user: 'me' },
      /host, user beside connectionString/,
    ],
    ['a port out of range', { host: 'db', port: 99_999, password: 'hunter2' }, /port/],
    ['a negative number of rows', { watermarkScanRows: -1, password: 'hunter2' }, /watermarkScanRows/],
    ['an unknown time zone', { watermarkTimeZone: 'Mars/Olympus', password: 'hunter2' }, /watermarkTimeZone/],
  ])('%s is refused by name, without its secret', (_title, options, reason) => {
    let thrown: unknown
    try {
      postgres(options)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(reason) })
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('hunter2')
  })
})
