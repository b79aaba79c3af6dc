import { describe, expect, test } from 'vitest'
import { toAdapterError } from '../src/errors.ts'
import { nearest } from '../src/schemas.ts'

const withCode = (code: string, message = 'what the server says'): Error =>
  Object.assign(new Error(message), { code })

describe('a failure of the driver', () => {
  test.each<readonly [string, Error, string, boolean]>([
    ['connection reset', withCode('ECONNRESET'), 'network', true],
    ['admin shutdown', withCode('57P01'), 'network', true],
    ['still starting', withCode('57P03'), 'network', true],
    [
      'every address refused',
      new AggregateError([withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')]),
      'network',
      true,
    ],
    ['too many connections', withCode('53300'), 'rate_limited', true],
    ['out of memory', withCode('53200'), 'quota', false],
    ['statement timeout', withCode('57014', 'canceling statement due to statement timeout'), 'timeout', true],
    ['a timeout in another language', withCode('57014', 'Anfrage wird abgebrochen'), 'timeout', true],
    ['cancelled by a person', withCode('57014', 'canceling statement due to user request'), 'other', false],
    ['a lock', withCode('55P03'), 'timeout', true],
    ['a replica that replays', withCode('40001'), 'timeout', true],
    [
      'TLS wanted',
      withCode('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "a", database "b", no encryption'),
      'tls',
      false,
    ],
    [
      'not in pg_hba.conf',
      withCode('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "a", database "b", SSL encryption'),
      'credentials',
      false,
    ],
    ['a certificate for another host', withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', false],
    ['no common TLS version', withCode('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'tls', false],
    ['a pooler', withCode('08P01', 'unsupported startup parameter in options: jit'), 'invalid_input', false],
    ['a protocol violation', withCode('08P01'), 'network', true],
    ['a missing right', withCode('42501'), 'forbidden', false],
    ['anything else', withCode('XX000'), 'other', false],
    ['no code at all', new Error('?'), 'other', false],
  ])('%s', (_title, error, failure, retryable) => {
    const found = toAdapterError(error, 'reading columns')
    expect(found).toMatchObject({ code: 'ADAPTER_FAILED', adapter: 'postgresql', failure, retryable })
    expect(found.message).toMatch(/^PostgreSQL: reading columns failed: .+\. .+\.$/)
  })

  test('of several addresses the first one is named', () => {
    const error = new AggregateError([
      withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432'),
      new Error('b'),
    ])
    expect(toAdapterError(error, 'reading').message).toContain('::1:5432')
  })

  test('after an abort is the abort', () => {
    expect(toAdapterError(withCode('57014'), 'reading', AbortSignal.abort())).toMatchObject({
      code: 'ABORTED',
      failure: 'aborted',
      driverCode: '57014',
    })
  })
})

test.each([
  ['Analytics', ['analytics']],
  ['analitycs', ['analytics']],
  ['stagin', ['staging']],
  ['zzz', []],
])('%s is near to %j', (name, expected) => {
  expect(nearest(name, ['analytics', 'staging', 'raw', 'reporting'])).toEqual(expected)
})
