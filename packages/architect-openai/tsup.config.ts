import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/testing/index.ts'],
  format: 'esm',
  target: 'node22',
  splitting: true,
  sourcemap: true,
  dts: false,
  clean: false,
})
