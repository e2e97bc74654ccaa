import type { GraphMessage, MetaGraphMessage, NodeMessage } from './schema.ts';

/**
 * Keys of a checkpoint by the nodes of the graph that hold its variables: as the function that restores the model assigns them; of a
 * model without one, whose variables are called as their nodes are, none.
 */
export function checkpointKeys({ saverDef, graphDef }: MetaGraphMessage): ReadonlyMap<string, string> {
  const restore = graphDef?.node.find(({ name }) => name === saverDef?.restoreOpName);
  const body = graphDef?.library?.function.find(({ signature }) => signature?.name === restore?.attr['f']?.func?.name);
  if (graphDef === null || restore === undefined || body === undefined) return new Map();
  const byName = new Map(body.nodeDef.map(node => [node.name, node]));
  const places = new Map((body.signature?.inputArg ?? []).map(({ name }, i) => [name, i]));
  const handles = variableNodes(graphDef);
  const inputs = restore.input.filter(input => !input.startsWith('^'));
  const pairs = body.nodeDef.flatMap((node): (readonly [string, string])[] => {
    if (node.op !== 'AssignVariableOp') return [];
    const holder = inputs[places.get(node.input[0] ?? '') ?? -1]?.split(':')[0];
    const key = keyOf(byName, node.input[1] ?? '');
    return holder !== undefined && key !== null && handles.has(holder) ? [[holder, key]] : [];
  });
  return new Map(pairs);
}

function variableNodes({ node }: GraphMessage): ReadonlySet<string> {
  return new Set(node.filter(({ op }) => op === 'VarHandleOp').map(({ name }) => name));
}

/** Which of the tensors that are restored together a value is, by its name among them. */
function keyOf(nodes: ReadonlyMap<string, NodeMessage>, value: string): string | null {
  let found = resultOf(value);
  for (let steps = 0; steps < nodes.size; steps++) {
    const node = nodes.get(found.node);
    if (node?.op === 'RestoreV2') return nameAt(nodes.get(resultOf(node.input[1]).node), found.place);
    if (node?.op !== 'Identity') return null;
    found = resultOf(node.input[0]);
  }
  return null;
}

/** Of `NODE:RESULT:i`. */
function resultOf(value = ''): { readonly node: string; readonly place: number } {
  const [node = '', , place = '0'] = value.split(':');
  return { node, place: Number(place) };
}

function nameAt(names: NodeMessage | undefined, place: number): string | null {
  const found = names?.attr['value']?.tensor?.stringVal[place];
  return found === undefined ? null : new TextDecoder('latin1').decode(found);
}
