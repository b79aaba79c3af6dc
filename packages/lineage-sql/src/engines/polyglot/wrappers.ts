import { type Tree, tagOf } from '../tree.ts'

/** What is left of wrappers that carry nothing but comments and parentheses. */
export function unwrapQuery(node: unknown): { readonly tag: string; readonly body: Tree } | null {
  let tagged = tagOf(node)
  for (;;) {
    if (tagged === null) return null
    const { tag, body } = tagged
    const isWrapper = tag === 'annotated' || tag === 'paren' || (tag === 'subquery' && body.order_by == null)
    if (!isWrapper) return tagged
    tagged = tagOf(body.this)
  }
}
