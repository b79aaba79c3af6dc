/**
 * How one type compares with another.
 *
 * - `identical`: the same text.
 * - `equivalent`: another spelling of the same type; no drift.
 * - `widening`: every value of the old type fits the new one, unchanged.
 * - `narrowing`: the same family, but some values no longer fit.
 * - `incompatible`: another family.
 * - `unknown`: a type that Aegis does not know; reported, never taken for equal.
 */
export type TypeVerdict = 'identical' | 'equivalent' | 'widening' | 'narrowing' | 'incompatible' | 'unknown'
