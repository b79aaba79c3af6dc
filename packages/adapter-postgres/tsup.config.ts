import { defineConfig } from 'tsup'

export default defineConfig({
  // The thread is started by its file name, so it is a file of its own beside the rest.
  entry: {
    index: 'src/index.ts',
    prover: 'src/prover/index.ts',
    'pglite-worker': 'src/prover/pglite-worker.ts',
  },
  format: 'esm',
  target: 'node22',
  splitting: true,
  sourcemap: true,
  dts: false,
  clean: false,
})
