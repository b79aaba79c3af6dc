import { defineConfig } from 'tsup'

export default defineConfig({
  // The worker is started by its file name, so it is a file of its own beside the rest.
  entry: { index: 'src/index.ts', 'engine-worker': 'src/worker/engine-worker.ts' },
  format: 'esm',
  target: 'node22',
  splitting: true,
  sourcemap: true,
  dts: false,
  clean: false,
})
