// Installs and builds the workspace. Runs on any Node >= 20 with nothing installed, so: built-ins only.
// Writes to standard error only; does nothing when nothing changed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@12.20.0'
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamps = join(root, 'node_modules', '.aegis')
const windows = process.platform === 'win32'

/** The Node of the workspace: current, whatever the machine's own is. */
export const workspaceNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

const workspaceFolders = ['packages', 'examples'].flatMap((group) =>
  readdirSync(join(root, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, group, entry.name)),
)

function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(relative(root, file)).update('\0')
    hash.update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function run(command, args, cwd = root) {
  return new Promise((resolve, reject) => {
    const shell = windows && command === 'npx'
    const child = spawn(command, args, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${output}`))
    })
  })
}

/** Runs `work` unless its inputs are those of the last time it went well. */
async function unlessDone(name, digest, proof, message, work) {
  const stamp = join(stamps, name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && proof.every((file) => existsSync(file)))
    return
  const began = Date.now()
  process.stderr.write(`${message} ...`)
  rmSync(stamp, { force: true })
  try {
    await work()
  } catch (error) {
    process.stderr.write('\n')
    throw error
  }
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, digest)
  process.stderr.write(` ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
}

async function install() {
  const manifests = [root, join(root, 'benchmarks'), join(root, 'chaos'), ...workspaceFolders]
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(file))
  const inputs = [...manifests, join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]
  await unlessDone('install', digestOf(inputs), [workspaceNode], 'Installing packages', () =>
    run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile']),
  )
}

async function build() {
  const packages = workspaceFolders.filter((folder) => existsSync(join(folder, 'tsup.config.ts')))
  const sources = packages.flatMap((folder) => [
    ...filesBelow(join(folder, 'src')),
    ...['package.json', 'tsconfig.json', 'tsup.config.ts'].map((name) => join(folder, name)),
  ])
  const inputs = [...sources, join(root, 'tsconfig.base.json'), join(root, 'tsconfig.build.json')]
  const proof = packages.map((folder) => join(folder, 'dist', 'index.js'))
  const tsup = join(root, 'node_modules', 'tsup', 'dist', 'cli-default.js')
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  await unlessDone('build', digestOf(inputs), proof, 'Building packages', async () => {
    for (const folder of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true })
    const scripts = packages.map((folder) => run(workspaceNode, [tsup, '--silent'], folder))
    await Promise.all([...scripts, run(workspaceNode, [tsc, '-b', 'tsconfig.build.json'])])
  })
}

/** Resolves when the workspace is installed and built. */
export async function setup() {
  await install()
  await build()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup().catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
