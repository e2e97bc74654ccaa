import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { headsArguments } from './heads-call.ts';

/** Keras 3's `inbound_nodes` as `__keras_tensor__` arguments, or Keras 2's nested lists: names of the layers read. */
export function readInbound(nodes: unknown, { name, className }: { readonly name: string; readonly className: string }): readonly string[] {
  if (!Array.isArray(nodes)) throw invalidInput(`a list of inbound nodes is required, got ${shown(nodes)}`, { path: name });
  if (nodes.length === 0) return [];
  const [node] = nodes as readonly unknown[];
  if (nodes.length > 1) throw invalidInput(`a layer may be used once, this one is used ${nodes.length} times`, { path: name });
  const sources =
    className === 'MultiHeadAttention'
      ? tensorNames(headsArguments(node, name))
      : isObject(node) && Array.isArray(node['args'])
        ? tensorNames(node['args'][0])
        : legacyNames(node);
  if (sources === null) throw invalidInput(`a call on the first output of other layers is required, got ${shown(node)}`, { path: name });
  return sources;
}

function tensorNames(argument: unknown): readonly string[] | null {
  const tensors: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const histories = tensors.map(tensor => (isObject(tensor) && isObject(tensor['config']) ? tensor['config']['keras_history'] : tensor));
  return legacyNames(histories);
}

function legacyNames(node: unknown): readonly string[] | null {
  if (!Array.isArray(node)) return null;
  const names = node.map((entry: unknown) =>
    Array.isArray(entry) && typeof entry[0] === 'string' && entry[1] === 0 && entry[2] === 0 ? entry[0] : null,
  );
  return names.every(name => name !== null) ? names : null;
}
