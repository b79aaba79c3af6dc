import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine } from '../../../src/architect/model/clean-text.ts'
import { stripSql } from '../../../src/architect/model/strip-sql.ts'
import { scrubPrompt } from '../../../src/secrets/index.ts'

describe('secrets', () => {
  test.each([
    'postgres://app:s3cr3t@db/shop',
    'mysql+ssl://root:p%40ss/word@h:3306/x?ssl=1',
    'https://user:pa:ss@host/path',
    'sk-proj-abcdefghij0123456789',
    'AKIAIOSFODNN7EXAMPLE',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'xoxp-1234567890-abcdefgh',
    'Bearer abcdef.ghijkl-mnop',
    'PASSWORD = "hunter2"',
    "pwd:'hunter2'",
    'client_secret=>hunter2',
    'aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
    'identified: token is abc123',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'https://x.blob/y?sv=1&sig=abcDEF123',
  ])('%j is taken out', (text) => {
    const clean = scrubPrompt(`before ${text} after`)
    expect(clean).toContain('[secret]')
    for (const part of ['s3cr3t', 'hunter2', 'pa:ss', 'p%40ss', 'EXAMPLE', 'MIIEow', 'abc123', 'abcDEF123']) {
      expect(clean).not.toContain(part)
    }
    expect(clean).toMatch(/^before /)
  })

  test.each([
    '`price` changed from numeric(10,2) to character varying(255)',
    'customer_lifetime_value_in_euros_2024_v2',
    'https://docs.example/page',
    'password_changed_at',
    'no new data for at least 3 h (SLA 1 h)',
    'timestamp(6) without time zone',
  ])('%j stays as it is', (text) => {
    expect(scrubPrompt(text)).toBe(text)
  })
})

describe('a line for a prompt', () => {
  test('is one line of visible characters, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 200 }),
        (text, most) => {
          const line = cleanLine(text, most)
          expect([...line].length).toBeLessThanOrEqual(most)
          expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
          expect(line.isWellFormed()).toBe(true)
        },
      ),
    )
  })

  test('a secret is found though invisible characters split it, and though the cut would halve it', () => {
    expect(cleanLine('pass\u200Bword=hun\u00ADter2', 100)).toBe('password=[secret]')
    expect(cleanLine(`${'x'.repeat(40)} postgres://app:s3cr3t@db`, 60)).not.toContain('s3cr')
  })

  test('letters of every script stay', () => {
    expect(cleanLine('größe 価格 цена', 100)).toBe('größe 価格 цена')
  })
})

describe('a logged statement', () => {
  test.each([
    ["SELECT 'a' FROM t", 'SELECT ? FROM t'],
    ["SELECT 'it''s' FROM t", 'SELECT ? FROM t'],
    ['SELECT 1 -- secret\nFROM t', 'SELECT 1  \nFROM t'],
    ['SELECT /* a /* b */ secret */ 1', 'SELECT   1'],
    ['SELECT /* open secret', 'SELECT  '],
    ["SELECT 'open secret", 'SELECT ?'],
    ['SELECT $q$secret$q$ FROM t', 'SELECT ? FROM t'],
    ['SELECT $$open secret', 'SELECT ?'],
    ["SELECT E'a\\' , 'secret' FROM t", 'SELECT E?'],
    ['ALTER TABLE "my table" ADD "b" varchar(255)', 'ALTER TABLE "my table" ADD "b" varchar(255)'],
    ['SELECT "it is; a secret" FROM t', 'SELECT ? FROM t'],
    ['UPDATE t SET card = 4111111111111111', 'UPDATE t SET card = ?'],
  ])('%j keeps %j', (sql, kept) => {
    expect(stripSql(sql, 'postgresql')).toBe(kept)
  })

  test('of BigQuery loses what is in double quotes and behind #', () => {
    expect(stripSql('SELECT "secret" FROM `p.d.t` # secret', 'bigquery')).toBe('SELECT ? FROM `p.d.t`  ')
    expect(stripSql("SELECT '''a ' secret''' FROM t", 'bigquery')).toBe('SELECT ? FROM t')
  })

  test('of any text keeps no literal: what stands between quotes never gets through', () => {
    const piece = fc.constantFrom("'", '"', '\\', '--', '/*', '*/', '$$', '$a$', '\n', ' SELECT ', ' x ', '#')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const kept = stripSql(`${pieces.join('')}`, 'postgresql')
        expect(kept).not.toContain("'")
        expect(kept.length).toBeLessThanOrEqual(pieces.join('').length + pieces.length)
      }),
    )
  })
})
