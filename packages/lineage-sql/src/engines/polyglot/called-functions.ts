import { type Tree, textAt, treeAt } from '../tree.ts'
import { identifierOf } from './names.ts'

/** Tags of nodes that call nothing. Every other node with a tag of its own is a function's. */
const NO_CALL: ReadonlySet<string> = new Set(
  `literal boolean null identifier column table star braced_wildcard select union intersect except subquery pipe_operator
  pivot pivot_alias unpivot values pre_where stream insert update delete copy put stage_reference alias cast try_cast
  safe_cast collation case and or add sub mul div mod eq neq lt lte gt gte like i_like match bitwise_and bitwise_or
  bitwise_xor concat adjacent property_e_q array_contains_all array_contained_by array_overlaps not neg bitwise_not in
  between is_null is_true is_false is_json is exists member_of window_function from join joined_table where group_by
  having order_by limit offset qualify with cte distribute_by cluster_by sort_by lateral_view hint pseudocolumn connect
  prior connect_by_root match_recognize ordered window over within_group data_type array struct tuple interval lambda
  parameter placeholder named_argument table_argument sql_comment null_safe_eq null_safe_neq glob similar_to any all
  overlaps bitwise_left_shift bitwise_right_shift subscript dot array_slice create_table drop_table undrop alter_table
  create_index drop_index create_view drop_view alter_view truncate use cache uncache load_data pragma grant revoke
  comment set_statement create_schema drop_schema create_database drop_database create_function drop_function
  create_procedure drop_procedure create_sequence drop_sequence describe show command prepare execute raw paren annotated
  var version historical_data table_sample lateral when whens merge on_conflict returning conditional_insert
  multitable_inserts partition export filter transaction commit rollback cube rollup grouping_sets interval_op
  interval_span at_time_zone if_func array_func this expression on using_cond condition then else_ source limit into
  expr size field index name to default_value check where_clause left right from_clause`.split(/\s+/),
)
/** Properties, constraints, and the actions of ALTER, which begin with a capital. */
const NO_FUNCTION = /_(?:property|constraint|properties)$|^[A-Z]/

/** `j_s_o_n_extract` is JSON_EXTRACT. */
function wordOf(tag: string): string {
  return tag.replace(/(?<![a-z\d])([a-z])_(?=[a-z](?:_|\d|$))/g, '$1').replace(/_(?:func)$/, '')
}

/** The name of the function that a node calls; null: it calls none. `isAlone`: the tag is the node's one key. */
export function calledFunction(tag: string, body: Tree, isAlone: boolean): string | null {
  if (tag === 'method_call') {
    const owner = identifierOf(treeAt(treeAt(body, 'this'), 'column')?.name)
    const method = identifierOf(body.method)?.text ?? textAt(body, 'method')
    return owner === null ? method : `${owner.text}.${method}`
  }
  const name = textAt(body, 'original_name') || textAt(body, 'name') || (identifierOf(body.name)?.text ?? '')
  if (tag === 'function' || tag === 'aggregate_function') return name
  if (tag === 'if_func') return name || 'if'
  if (!isAlone || NO_CALL.has(tag) || NO_FUNCTION.test(tag)) return null
  return name || wordOf(tag)
}
