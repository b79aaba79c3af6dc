export type { PGliteLike } from './pglite-pool.ts'
export { pglitePool } from './pglite-pool.ts'
