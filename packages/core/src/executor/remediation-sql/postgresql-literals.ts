export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A table as PostgreSQL's catalog refers to it. */
export function regclass(table: string): string {
  return `${literal(table)}::regclass`
}
