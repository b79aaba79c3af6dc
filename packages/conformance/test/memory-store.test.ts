import { describeStore } from '../src/vitest.ts'
import { goodStore } from './good-store.ts'

describeStore({ name: 'memoryStore', create: () => goodStore().subject })
