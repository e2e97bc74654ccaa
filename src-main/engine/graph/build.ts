import type { GraphNode, ModelGraph, Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LayerEntry, ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { checkGraph } from './check-graph.ts';
import { layers } from './layers/index.ts';
import { shapeText } from './shape-checks.ts';
import { resolvedNode, shapesOf } from './shapes.ts';

/** What a model is to answer. */
export interface ModelPurpose {
  /** Of one item, without the batch axis. */
  readonly inputShape: Shape;
  /** Number of values it answers with: classes, 1 for `binary`, targets for `values`. */
  readonly outputs: number;
  readonly task: Task;
}

/** Name of the input node of every graph that is built here. */
export const INPUT = 'input';

/**
 * A graph from a list of layers; each reads the one before it unless `from` says otherwise. Unnamed layers are counted by
 * type: `fc1`, `fc2`, `conv1`, `pool1`, `relu1`, `norm1`, `add1`, `concat1`; names that were given are skipped.
 *
 * Outputs are logits: a softmax at the end of a `classes` model (a sigmoid at the end of a `binary` one) is dropped,
 * whether it stands by itself or is the last layer's own activation, because losses, temperature and calibration work on
 * logits and apply it themselves.
 *
 * Throws `invalid-input` (path: the layer's name, or `layers.2` where it has none) for unknown names, layers that don't
 * fit, and a last layer that doesn't give `[outputs]`.
 */
export function graphFromLayers(entries: readonly LayerEntry[], purpose: ModelPurpose): ModelGraph {
  const chain = linked(named(asLogits(entries, purpose.task)));
  const input: GraphNode = { name: INPUT, layer: 'input', config: { shape: purpose.inputShape }, inputs: [] };
  const last = chain.at(-1) ?? input;
  const graph = checkGraph({ version: 1, nodes: [input, ...chain], inputs: [INPUT], outputs: [last.name] });
  const { output } = resolvedNode(shapesOf(graph), last.name);
  if (output.length === 1 && output[0] === purpose.outputs) return graph;
  throw invalidInput(`the last layer must give ${shapeText([purpose.outputs])} (${MEANING[purpose.task]}), got ${shapeText(output)}`, {
    path: last.name,
    hint: `End with { dense: ${purpose.outputs} }${output.length > 1 ? ' behind a flatten or global-average-pool layer' : ''}.`,
  });
}

const MEANING: { readonly [T in Task]: string } = {
  classes: 'one logit per class',
  binary: 'one logit',
  labels: 'one logit per label',
  values: 'one value per target',
};

/** The function a loss of this task applies to logits itself. */
const OUTPUT_FUNCTION: { readonly [T in Task]: string | null } = { classes: 'softmax', binary: 'sigmoid', labels: 'sigmoid', values: null };

function asLogits(entries: readonly LayerEntry[], task: Task): readonly LayerEntry[] {
  const last = entries.at(-1);
  const dropped = OUTPUT_FUNCTION[task];
  if (last === undefined || dropped === null) return entries;
  if (last.layer === 'activation' && last.config['function'] === dropped && last.from === undefined) return entries.slice(0, -1);
  if (last.config['activation'] !== dropped) return entries;
  return [...entries.slice(0, -1), { ...last, config: { ...last.config, activation: 'linear' } }];
}

type NamedEntry = LayerEntry & { readonly name: string };

function named(entries: readonly LayerEntry[]): readonly NamedEntry[] {
  const given = new Set(entries.flatMap(entry => entry.name ?? []));
  const counts = new Map<string, number>();
  return entries.map((entry, i) => {
    const layer = layers.get(entry.layer);
    if (layer === undefined || layer.inputs[1] === 0) {
      const hint = layer === undefined ? {} : { hint: 'The input is added by itself, in the shape of the data.' };
      throw invalidInput(`a layer that can stand in a list is required, got '${entry.layer}'`, { path: `layers.${i}`, ...hint });
    }
    if (entry.name !== undefined) return { ...entry, name: entry.name };
    const prefix = layer.namePrefix(entry.config as ParamValues<ParamSpecs>);
    let count = counts.get(prefix) ?? 0;
    do count += 1;
    while (given.has(`${prefix}${count}`));
    counts.set(prefix, count);
    return { ...entry, name: `${prefix}${count}` };
  });
}

function linked(entries: readonly NamedEntry[]): readonly GraphNode[] {
  const known = [INPUT, ...entries.map(entry => entry.name)];
  return entries.map(({ name, layer, config, from }, i) => {
    const before = entries[i - 1]?.name ?? INPUT;
    from?.forEach(source => assertKnown(source, name, known));
    return { name, layer, config: config as JsonObject, inputs: from ?? [before] };
  });
}

function assertKnown(source: string, reader: string, known: readonly string[]): void {
  if (known.includes(source)) return;
  const near = closest(source, known);
  const hint = near === null ? `Known: ${known.join(', ')}.` : `Did you mean '${near}'?`;
  throw invalidInput(`the name of a layer is required, got '${source}'`, { path: `${reader}.from`, hint });
}
