import { postgres } from '@aegis/adapter-postgres'
import type { AdapterFactories } from '@aegis/core'

/** Who opens the warehouse behind a stored connection string, by dialect. */
export const adapters: AdapterFactories = { postgresql: postgres }
