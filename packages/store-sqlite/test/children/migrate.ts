import { sqliteStore } from '../../src/index.ts'

const [path = ''] = process.argv.slice(2)
const store = sqliteStore({ path })
const { applied } = await store.migrate()
await store.close()
console.log(JSON.stringify(applied))
