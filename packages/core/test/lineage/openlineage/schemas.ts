import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** The published schemas stand beside the repository. */
const folder = fileURLToPath(new URL('../../../../../../shared/data/openlineage/', import.meta.url))

/** Whether the schemas are there. Elsewhere the test says NOT RUN; in CI they must be there. */
export function requireSchemas(): boolean {
  if (existsSync(folder)) return true
  if (process.env.CI === 'true') throw new Error(`The OpenLineage schemas are not in ${folder}.`)
  console.warn(`NOT RUN: the OpenLineage schemas are not in ${folder}.`)
  return false
}

export type Validate = (schemaUrl: string, value: unknown) => readonly string[]

/** Validates against a schema by its URL, `#/$defs/...` included. Returns what is wrong. */
export function openLineageSchemas(): Validate {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const files = ['OpenLineage.json', ...readdirSync(`${folder}facets`).map((name) => `facets/${name}`)]
  for (const file of files) ajv.addSchema(JSON.parse(readFileSync(folder + file, 'utf8')))
  return (schemaUrl, value) => {
    const validate = ajv.getSchema(schemaUrl)
    if (validate === undefined) return [`there is no schema ${schemaUrl}`]
    if (validate(value) === true) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}
