import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ImportItem } from '../../../../src-shared/domain/import-report.ts';
import { shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { withHeads } from '../../formats/keras/head-layers.ts';
import { withMaskInputs } from '../../formats/keras/masked-steps.ts';
import { finished } from '../trace/finish.ts';
import { endingAt, sideBySide } from '../trace/head.ts';
import { partsOf, type InputPart } from '../trace/input-parts.ts';
import { reshapedNode } from '../trace/layouts.ts';
import { outputsOf } from '../trace/outputs.ts';
import { refusal, type Problem } from '../trace/problems.ts';
import { inputNode, noteOf, partNode, wholeShape } from '../trace/seen-inputs.ts';
import { createTrace, type Trace } from '../trace/trace.ts';
import { Unsupported } from '../foreign-graph.ts';
import type { ReadModel, ReadWish } from '../model-reader.ts';
import { flattenKeras, type FlatKeras, type KerasCall } from './flatten-config.ts';
import { addKerasLayer } from './layers.ts';

/** Weights of a call's layer in Keras's order; none for a layer without. */
export type WeightsOf = (call: KerasCall) => readonly Parameter[];

/** What is fed to the file's own model for an item here, and what its answer is made of. */
export interface KerasEnds {
  /** In the order of the file's inputs; empty for the only one, which takes items as they are. */
  readonly parts: readonly InputPart[];
  /** Places of the outputs among the file's. */
  readonly outputs: readonly number[];
}

interface ReadKeras {
  readonly model: Omit<ReadModel, 'reference' | 'card'>;
  readonly ends: KerasEnds;
}

/** A model by its configuration and what gives its weights. Throws `invalid-input` with every layer without a counterpart. */
export function readKerasModel(root: unknown, weightsOf: WeightsOf, wish: ReadWish): ReadKeras {
  const flat = flattenKeras(root);
  const names = flat.outputs.map(({ name }) => name);
  const outputs = outputsOf({ outputs: names }, wish.output);
  const wanted = outputs.map(name => flat.outputs[names.indexOf(name)]!.end);
  const trace = createTrace({ inputs: [], outputs: [], nodes: [], constants: new Map(), opset: 0 }, { size: 1 });
  const parts = partsNeeded(flat, wish);
  const ends = new Map(partNodes(trace, parts));
  const items: ImportItem[] = [];
  const problems: Problem[] = [];
  for (const call of withHeads(withMaskInputs(leadingTo(wanted, flat)))) {
    const inputs = call.inputs.map(name => ends.get(name));
    if (inputs.includes(undefined)) continue;
    const count = trace.nodes.length;
    try {
      if (!ends.has(call.name)) ends.set(call.name, addKerasLayer({ trace, call, inputs: inputs as string[], weights: weightsOf(call) }));
    } catch (thrown) {
      if (!(thrown instanceof Unsupported)) throw thrown;
      problems.push({ op: call.className, name: call.name, reason: thrown.message });
    }
    const as = trace.nodes.slice(count).map(({ layer }) => layer);
    items.push({ name: call.name, op: call.className, outcome: as.length > 0 ? 'mapped' : 'folded', as });
  }
  if (problems.length > 0) throw refusal(problems);
  for (const name of flat.shared) trace.notes.add(`'${name}' is used several times: each use has weights of its own here, alike at first.`);
  const answers = outputs.map((name, i) => {
    const end = ends.get(wanted[i]!) ?? '';
    return { name, ...endingAt(trace, reshapedNode(trace, end, [sizeOf(trace.shapeOf(end))])) };
  });
  const { answer, node } = sideBySide(trace, answers);
  return {
    model: { ...finished(trace, node), answer, items, notes: [...trace.notes] },
    ends: { parts, outputs: outputs.map(name => names.indexOf(name)) },
  };
}

/** The inputs, and what is needed for these calls: another output's layers may be none that are known here. */
function leadingTo(ends: readonly string[], { calls, inputs }: FlatKeras): readonly KerasCall[] {
  const needed = new Set([...inputs, ...ends]);
  for (const { name, inputs: read } of calls.toReversed()) if (needed.has(name)) read.forEach(source => needed.add(source));
  return calls.filter(({ name }) => needed.has(name));
}

/** In the order of the file's inputs; none where there is one, that takes items as they are. */
function partsNeeded({ calls, inputs }: FlatKeras, wish: ReadWish): readonly InputPart[] {
  if (inputs.length === 1 && wish.inputs === undefined) return [];
  const given = inputs.map(name => ({ name, sizes: sizesOf(calls.find(call => call.name === name) as KerasCall) }));
  const parts = partsOf(given, { ...wish, channelsFirst: false });
  return parts.length === 1 ? [] : inputs.map(name => parts.find(part => part.name === name) as InputPart);
}

/** Of an item; null for one that is left open. */
function sizesOf({ name, config }: KerasCall): readonly (number | null)[] {
  const shape = config['batch_shape'] ?? config['batch_input_shape'];
  const isSize = (size: unknown): size is number | null => size === null || (Number.isSafeInteger(size) && Number(size) > 0);
  const sizes: readonly unknown[] = Array.isArray(shape) ? shape.slice(1) : [];
  if (sizes.length > 0 && sizes.every(isSize)) return sizes;
  throw invalidInput(`An input of items with known axes is required, '${name}' has ${shown(shape)}`, { path: name });
}

/** What takes each input's own numbers from the one input that all of them stand in, in the axes that the file has. */
function partNodes(trace: Trace, parts: readonly InputPart[]): readonly (readonly [string, string])[] {
  if (parts.length === 0) return [];
  const inOrder = [...parts].sort((one, other) => one.from - other.from);
  const row = inputNode(trace, wholeShape(inOrder));
  trace.notes.add(noteOf(inOrder));
  return parts.map(part => [part.name, reshapedNode(trace, partNode(trace, row, part), part.sizes)]);
}
