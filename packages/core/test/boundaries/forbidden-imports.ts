import { importsOf, packageOf, targetOf } from './imports-of.ts'

/** Paths are relative to the folder whose rooms are judged, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface Room {
  /** Rooms, or parts of them such as `sentinels/schema`; `*`: all. */
  readonly rooms: readonly string[]
  /** Packages from npm. */
  readonly packages?: readonly string[]
}

function withoutExtension(path: string): string {
  return path.replace(/\.ts$/, '')
}

/** `lineage/ingest.ts` -> `lineage`, `errors.ts` -> `errors`. */
export function roomOf(path: string): string {
  return withoutExtension(path.split('/')[0] ?? '')
}

function isWithin(target: string, place: string): boolean {
  return place === '*' || target === place || target.startsWith(`${place}/`)
}

/** Each import that the table of rooms does not allow, as `file imports what`. Empty: all is well. */
export function forbiddenImports(
  files: readonly SourceFile[],
  table: Readonly<Record<string, Room>>,
): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const own = roomOf(path)
    const room = table[own]
    if (room === undefined) return [`${path} is in a room that the table does not name`]
    const isAllowed = (specifier: string): boolean => {
      const target = targetOf(path, specifier)
      if (target === null) return room.packages?.includes(packageOf(specifier)) ?? false
      return [own, ...room.rooms].some((place) => isWithin(withoutExtension(target), place))
    }
    return importsOf(text)
      .filter((specifier) => !isAllowed(specifier))
      .map((specifier) => `${path} imports ${specifier}`)
  })
}
