import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import type { ForeignInput } from '../foreign-graph.ts';
import { inputOf, itemsForFile, type InputSeen } from './input-layout.ts';
import { partsOf, type InputPart, type PartsWish } from './input-parts.ts';
import type { Trace } from './trace.ts';

/** All inputs of a foreign graph in the one of a graph here. */
export interface SeenInputs {
  /** Of an item here. */
  readonly shape: Shape;
  readonly parts: readonly SeenPart[];
}

interface SeenPart {
  readonly seen: InputSeen;
  /** Its first place in the last axis of an item; 0 for the only one. */
  readonly from: number;
}

/** Adds the input of the graph, and for each of several what takes its own numbers from it. Throws `invalid-input` as `partsOf`. */
export function seenInputs(trace: Trace, inputs: readonly ForeignInput[], wish: Omit<PartsWish, 'channelsFirst'>): SeenInputs {
  const parts = partsNeeded(inputs, wish);
  if (parts === null) {
    const seen = inputOf(trace, inputs[0]!, wish.inputShape, shape => inputNode(trace, shape));
    return { shape: seen.shape, parts: [{ seen, from: 0 }] };
  }
  const row = inputNode(trace, wholeShape(parts));
  const seen = parts.map((part): SeenPart => {
    const foreign = inputs.find(({ name }) => name === part.name) as ForeignInput;
    return { seen: inputOf(trace, foreign, part.shape, () => partNode(trace, row, part)), from: part.from };
  });
  trace.notes.add(noteOf(parts));
  return { shape: wholeShape(parts), parts: seen };
}

/** Null where there is one input, that takes items as they are. */
function partsNeeded(inputs: readonly ForeignInput[], wish: Omit<PartsWish, 'channelsFirst'>): readonly InputPart[] | null {
  if (inputs.length === 1 && wish.inputs === undefined) return null;
  const parts = partsOf(
    inputs.map(({ name, shape }) => ({ name, sizes: shape.slice(1) })),
    { ...wish, channelsFirst: true },
  );
  return parts.length === 1 ? null : parts;
}

export function inputNode(trace: Trace, shape: Shape): string {
  return trace.add({ layer: 'input', config: { shape: [...shape] }, inputs: [], wish: 'input' });
}

/** What takes an input's own numbers from an item. */
export function partNode(trace: Trace, row: string, { name, from, shape }: InputPart): string {
  const channels = Array.from({ length: channelsOf(shape) }, (_, i) => from + i);
  return trace.add({ layer: 'select-channels', config: { channels }, inputs: [row], wish: name });
}

/** Of an item that has all of them. */
export function wholeShape(parts: readonly InputPart[]): Shape {
  const last = parts.at(-1) as InputPart;
  return [...last.shape.slice(0, -1), last.from + channelsOf(last.shape)];
}

export function noteOf(parts: readonly InputPart[]): string {
  const each = parts.map(({ name, from, shape }) => `${name}: ${from} to ${from + channelsOf(shape) - 1}`);
  return `The file's inputs stand side by side in one here, each at its places in the last axis (${each.join(', ')})`;
}

/** Items → the values of every input as the file has it, in the order of the parts. */
export function valuesForFile({ shape, parts }: SeenInputs, items: Float32Array): readonly Float32Array[] {
  return parts.map(({ seen, from }) => {
    if (parts.length === 1) return itemsForFile(seen, items);
    return itemsForFile(seen, columnsOf(items, channelsOf(shape), { from, width: channelsOf(seen.shape) }));
  });
}

/** Some of the numbers of every place. */
export function columnsOf(
  values: Float32Array,
  channels: number,
  { from, width }: { readonly from: number; readonly width: number },
): Float32Array {
  const rows = values.length / channels;
  const taken = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) taken.set(values.subarray(row * channels + from, row * channels + from + width), row * width);
  return taken;
}
