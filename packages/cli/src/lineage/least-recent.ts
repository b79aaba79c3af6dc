/** Keeps the values used last. */
export interface LeastRecent<Value> {
  /** The value of the key, made when it is not held. */
  get(key: string, make: () => Value): Value
}

export function leastRecent<Value>(most: number): LeastRecent<Value> {
  const values = new Map<string, Value>()
  return {
    get(key, make) {
      const value = values.get(key) ?? make()
      // A Map keeps the order of insertion: what was used last goes to the end.
      values.delete(key)
      values.set(key, value)
      if (values.size > most)
        for (const oldest of values.keys()) {
          values.delete(oldest)
          break
        }
      return value
    },
  }
}
