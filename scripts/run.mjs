// Runs one task of the workspace on the workspace's own Node, after setting it up: `node scripts/run.mjs TASK [ARGS]`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup, workspaceNode } from './setup.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The script behind a command of an installed package. */
function bin(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName)
  const { bin: entry } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof entry === 'string' ? entry : entry[command])
}

const lint = () => [bin('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings', '.']
const types = () => [bin('typescript', 'tsc'), '-p', 'tsconfig.test.json']
const tests = (args) => [bin('vitest'), 'run', ...args]
const packages = () => ['scripts/check-packages.ts']
const unused = () => [bin('knip')]

/** Each task as the command lines it runs, in order; `args` are the person's. */
const TASKS = {
  demo: (args) => [['examples/quickstart/src/main.ts', ...args]],
  bench: (args) => [['benchmarks/src/main.ts', ...args]],
  chaos: (args) => [['chaos/src/main.ts', ...args]],
  aegis: (args) => [['packages/cli/dist/aegis.js', ...args]],
  build: () => [],
  lint: () => [lint(), types(), unused()],
  format: () => [[bin('@biomejs/biome', 'biome'), 'check', '--write', '.']],
  coverage: (args) => [[...tests(args), '--coverage']],
  // With a filter only those tests; without, everything that CI demands.
  test: (args) => (args.length > 0 ? [tests(args)] : [lint(), types(), tests([]), unused(), packages()]),
  check: () => TASKS.test([]),
}

function runNode(args) {
  return new Promise((resolve) => {
    const path = [dirname(workspaceNode), join(root, 'node_modules', '.bin'), process.env.PATH].join(
      delimiter,
    )
    const child = spawn(workspaceNode, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: path },
    })
    // Ctrl-C reaches the child by itself; here it must only not end the wait. A kill is passed on.
    process.on('SIGINT', () => undefined)
    const passOn = () => child.kill('SIGTERM')
    process.on('SIGTERM', passOn)
    // npm stands between with a shell that passes no signal on: when it is gone, so is the one who asked.
    const asker = process.ppid
    const watch = setInterval(() => {
      if (process.ppid !== asker) passOn()
    }, 250)
    child.on('close', (code, signal) => {
      process.off('SIGTERM', passOn)
      clearInterval(watch)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

async function main([name, ...args]) {
  if (!Object.hasOwn(TASKS, name ?? '')) {
    process.stderr.write(`There is no task ${name}. Known: ${Object.keys(TASKS).join(', ')}.\n`)
    return 2
  }
  await setup()
  for (const command of TASKS[name](args)) {
    const code = await runNode(command)
    if (code !== 0) {
      if (name === 'test') process.stderr.write(`\nFailed: ${command.join(' ').replaceAll(`${root}/`, '')}\n`)
      return code
    }
  }
  return 0
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  },
)
