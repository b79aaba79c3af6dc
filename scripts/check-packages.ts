// Checks every public package as npm would publish it: publint, and attw for the types.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Manifest {
  readonly name: string
  readonly private?: boolean
}

function readManifest(folder: string): Manifest {
  const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof parsed !== 'object' || parsed === null || !('name' in parsed))
    throw new Error(`${folder} has no name`)
  return { name: String(parsed.name), private: 'private' in parsed && parsed.private === true }
}

const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name))
const published = folders.filter((folder) => readManifest(folder).private !== true)
if (published.length === 0) throw new Error('Found no package to check.')

const checks = [
  ['publint', ['run', '--strict', '--pack', 'npm']],
  ['attw', ['--pack', '.', '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']],
] as const

let failed = 0
for (const folder of published) {
  for (const [command, args] of checks) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
    const ok = status === 0
    process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${command} ${readManifest(folder).name}\n`)
    if (!ok) process.stdout.write(`${stdout}${stderr}\n`)
    failed += ok ? 0 : 1
  }
}
process.exitCode = failed === 0 ? 0 : 1
