interface Savepoint {
  readonly name: string
  readonly restore: () => void
}

/** One transaction at a time, and its savepoints. */
export interface SessionTransaction {
  isOpen(): boolean
  /** Nothing where one is open. */
  begin(): void
  /** What was done stays. */
  commit(): void
  /** What was done since it began is taken back; nothing where none is open. */
  rollback(): void
  savepoint(name: string): void
  /** What was done since the newest savepoint of that name is taken back; it stands, and the later ones are gone. */
  rollbackTo(name: string): void
  /** The newest savepoint of that name is gone, and the later ones. */
  release(name: string): void
}

/** `save` returns what brings the present state back, however often. */
export function sessionTransaction(save: () => () => void): SessionTransaction {
  let restore: (() => void) | null = null
  let savepoints: readonly Savepoint[] = []

  function end(): void {
    restore = null
    savepoints = []
  }
  const indexOf = (name: string): number => savepoints.findLastIndex((savepoint) => savepoint.name === name)

  return {
    isOpen: () => restore !== null,
    begin() {
      restore ??= save()
    },
    commit: end,
    rollback() {
      restore?.()
      end()
    },
    savepoint(name) {
      if (restore !== null) savepoints = [...savepoints, { name, restore: save() }]
    },
    rollbackTo(name) {
      const index = indexOf(name)
      savepoints[index]?.restore()
      if (index !== -1) savepoints = savepoints.slice(0, index + 1)
    },
    release(name) {
      const index = indexOf(name)
      if (index !== -1) savepoints = savepoints.slice(0, index)
    },
  }
}
