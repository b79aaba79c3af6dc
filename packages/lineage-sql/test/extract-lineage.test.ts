import { expect, it } from 'vitest'
import { extractLineage } from '../src/index.ts'

it('gives edges with plain names, and the reasons of what it does not understand', () => {
  const sql = `
    INSERT INTO analytics.daily (day, revenue) SELECT o.day, sum(o.price) FROM "staging".orders o GROUP BY o.day;
    CALL refresh_all();
    SELECT 1;`
  expect(extractLineage(sql, 'postgresql')).toEqual({
    edges: [
      {
        source: 'staging.orders',
        target: 'analytics.daily',
        kind: 'insert',
        relationship: 'aggregated',
        confidence: 1,
        columns: [
          ['day', 'day'],
          ['price', 'revenue'],
        ],
      },
    ],
    unparsed: ['what a procedure does is out of sight: stopped at "CALL" (character 120)'],
  })
})
