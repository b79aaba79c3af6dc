import type { Output, ShapeColumn } from './blueprint.ts'

/** What a person or a tool does to a column. */
export type ColumnEdit =
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'type'; readonly to: string }
  | { readonly kind: 'nullable'; readonly to: boolean }

/** null: it is gone. */
export function edited(column: ShapeColumn, edit: ColumnEdit): ShapeColumn | null {
  switch (edit.kind) {
    case 'drop':
      return null
    case 'rename':
      return { ...column, name: edit.to }
    case 'type':
      return { ...column, type: edit.to }
    case 'nullable':
      return { ...column, nullable: edit.to }
  }
}

/** The model of a table after the same change; null: the column is left out. */
export function editedOutput(output: Output, edit: ColumnEdit): Output | null {
  switch (edit.kind) {
    case 'drop':
      return null
    case 'rename':
      return { ...output, name: edit.to, form: output.form === 'same' ? 'alias' : output.form }
    case 'type':
      return { ...output, type: edit.to, form: 'cast' }
    case 'nullable':
      return { ...output, nullable: edit.to }
  }
}
