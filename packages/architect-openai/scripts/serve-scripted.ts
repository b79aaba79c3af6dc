import { scriptedOpenai } from '../src/testing/index.ts'

/** Serves right answers until it is ended: `node --conditions=@aegis/source scripts/serve-scripted.ts [port]`. */
const server = await scriptedOpenai({ port: Number(process.argv[2] ?? 8787) })
console.log(`export OPENAI_BASE_URL=${server.url} OPENAI_API_KEY=scripted`)
