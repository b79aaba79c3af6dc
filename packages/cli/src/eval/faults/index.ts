import type { FaultKind, ScriptWriter } from './script.ts'
import {
  writeMissingEdge,
  writeNoUpstreamCause,
  writeRedHerring,
  writeSameAncestry,
  writeTwoPipelines,
  writeUnmonitoredRoot,
  writeUnrelatedChange,
} from './several-faults.ts'
import {
  writeDropColumn,
  writeLateLoad,
  writeNullability,
  writePartialChain,
  writeRename,
  writeStoppedLoad,
  writeTableDropped,
  writeTableReplaced,
  writeTypeChange,
} from './single-faults.ts'

export const SCRIPTS: Readonly<Record<FaultKind, ScriptWriter>> = {
  rename: writeRename,
  drop_column: writeDropColumn,
  type_change: writeTypeChange,
  nullability: writeNullability,
  table_dropped: writeTableDropped,
  table_replaced: writeTableReplaced,
  late_load: writeLateLoad,
  stopped_load: writeStoppedLoad,
  partial_chain: writePartialChain,
  two_pipelines: writeTwoPipelines,
  same_ancestry: writeSameAncestry,
  red_herring: writeRedHerring,
  missing_edge: writeMissingEdge,
  unmonitored_root: writeUnmonitoredRoot,
  unrelated_change: writeUnrelatedChange,
  no_upstream_cause: writeNoUpstreamCause,
}
