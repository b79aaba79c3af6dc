import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', pglite: 'src/pglite/index.ts' },
  format: 'esm',
  target: 'node22',
  splitting: true,
  sourcemap: true,
  dts: false,
  clean: false,
})
