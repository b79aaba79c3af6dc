/** One promise of a port, as data: no test runner inside. */
export interface ConformanceCase<Subject> {
  /** Stable and quotable, e.g. `W-DESCRIBE-02`; never given to another case. */
  readonly id: string
  readonly title: string
  /** Why this subject cannot be asked, derived from the subject itself; undefined: it can. */
  readonly skip?: (subject: Subject) => string | undefined
  /** Throws when the promise is broken. */
  readonly run: (subject: Subject) => Promise<void>
}
