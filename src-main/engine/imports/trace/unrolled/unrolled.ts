import { CELLS } from '../../../graph/recurrent-layer.ts';
import { HOLD, SATURATED } from '../../../ops/held-steps.ts';
import type { ForeignGraph, ForeignNode, ForeignTensor } from '../../foreign-graph.ts';
import { cellOf, type FoundCell } from './cells.ts';
import { createLookup, isLast, stackOf, stepsOf, type Lookup } from './lookup.ts';

/**
 * TensorFlow's files of this program have memories written out, each step's operations behind those of the step before. They become one
 * node again: `SeriesCell`, which `ops/recurrent.ts` reads. What is found is computed just so; what is not is left as it is.
 */
export function withSeries(graph: ForeignGraph): ForeignGraph {
  if (!graph.nodes.some(({ op }) => op === 'Unstack')) return graph;
  const look = createLookup(graph);
  const runs = graph.nodes.flatMap(node => runOf(look, node) ?? []);
  const made = [...runs.flatMap(run => nodesOf(look, run)), ...runs.flatMap(run => runs.flatMap(other => bothWays(look, run, other)))];
  const constants = new Map([...graph.constants, ...runs.flatMap(constantsOf)]);
  const byOutput = new Map(made.map(node => [node.outputs[0]!, node]));
  return { ...graph, constants, nodes: graph.nodes.map(node => byOutput.get(node.outputs[0] ?? '') ?? node) };
}

/** A memory in one direction, over a series from its first step on. */
interface Run extends FoundCell {
  readonly name: string;
  readonly input: string;
  /** A value above ½ for a step that counts; null where all do. */
  readonly mask: string | null;
  /** [features, gates·units], and what is added to its product. */
  readonly kernel: ForeignTensor;
  readonly bias: ForeignTensor | null;
  readonly time: number;
}

interface Given {
  readonly input: string;
  readonly kernel: ForeignTensor;
  readonly bias: ForeignTensor | null;
}

function runOf(look: Lookup, node: ForeignNode): Run | null {
  if (node.op !== 'Unstack' || node.attributes['axis'] !== 1) return null;
  const series = node.inputs[0] ?? null;
  const hold = holdBehind(look, series);
  const given = givenOf(look, hold?.given ?? series, node.outputs.length);
  const found = given === null ? null : cellBehind(look, node.outputs, { given, hold });
  if (given === null || found === null) return null;
  return { ...found, ...given, name: node.name, mask: hold?.mask ?? null, time: node.outputs.length };
}

interface Before {
  readonly given: Given;
  readonly hold: HoldFound | null;
}

function cellBehind(look: Lookup, given: readonly string[], { given: { kernel }, hold }: Before): FoundCell | null {
  const columns = kernel.shape[1] ?? 0;
  for (const cell of ['lstm', 'gru'] as const) {
    const units = columns / CELLS[cell].gates;
    if (!Number.isInteger(units) || (hold !== null && !pulls(look, hold.pull, HOLD[cell], units))) continue;
    const found = cellOf(look, { given, units, hold });
    if (found?.cell === cell) return found;
  }
  return null;
}

interface HoldFound {
  readonly given: string;
  readonly mask: string;
  readonly pull: string;
  readonly counts: readonly string[];
  readonly skipped: readonly string[];
}

/** Sums to which steps that don't count add what holds the state; see `formats/tensorflow/held-steps.ts`. */
function holdBehind(look: Lookup, series: string | null): HoldFound | null {
  const [one = '', other = ''] = look.made(series, 'Add')?.inputs ?? [];
  return holdOf(look, { given: one, pulled: other }) ?? holdOf(look, { given: other, pulled: one });
}

function holdOf(look: Lookup, { given, pulled }: { readonly given: string; readonly pulled: string }): HoldFound | null {
  const factors = look.made(pulled, 'Mul')?.inputs ?? [];
  const place = factors.findIndex(factor => look.constant(factor) !== null);
  if (place === -1) return null;
  const skipped = factors[1 - place] ?? null;
  const [whole, counts = null] = look.made(skipped, 'Sub')?.inputs ?? [];
  const mask = maskBehind(look, counts);
  if (mask === null || !look.isNumber(whole, 1)) return null;
  // A GRU's gates hold its state by themselves: none of its steps reads these.
  return { given, mask, pull: factors[place] ?? '', counts: stepsOf(look, counts), skipped: stepsOf(look, skipped) };
}

/** What is compared with ½ where that is 1 or 0. */
function maskBehind(look: Lookup, counts: string | null): string | null {
  const [mask = null, half] = look.made(look.made(counts, 'Cast')?.inputs[0], 'Greater')?.inputs ?? [];
  return look.isNumber(half, 0.5) ? mask : null;
}

function pulls(look: Lookup, pull: string, wanted: readonly number[], units: number): boolean {
  const values = look.constant(pull)?.values ?? new Float32Array(0);
  return values.length === wanted.length * units && values.every((value, i) => value === SATURATED * wanted[Math.floor(i / units)]!);
}

/** The product of all steps at once, under a series: [N, T, features] → [N, T, gates·units]. */
function givenOf(look: Lookup, series: string | null, time: number): Given | null {
  const shaped = look.made(series, 'Reshape');
  const product = productBehind(look, shaped?.inputs[0]);
  const whole = look.made(product?.rows, 'Reshape');
  if (shaped === null || product === null || whole === null) return null;
  const [features = 0, columns = 0] = product.kernel.shape;
  const isShape = (node: ForeignNode, wanted: readonly number[]): boolean => look.constant(node.inputs[1])?.values.join() === wanted.join();
  if (!isShape(whole, [-1, features]) || !isShape(shaped, [-1, time, columns])) return null;
  return { input: whole.inputs[0] ?? '', kernel: product.kernel, bias: product.bias };
}

interface Product extends Pick<Given, 'kernel' | 'bias'> {
  readonly rows: string | undefined;
}

/** Of rows with a constant, and a constant added to it where there is one. */
function productBehind(look: Lookup, value: string | undefined): Product | null {
  const sum = look.made(value, 'Add')?.inputs ?? [];
  const bias = sum.map(one => look.constant(one)).find(one => one !== null) ?? null;
  if (sum.length > 0 && bias === null) return null;
  const product = look.made(sum.find(one => look.made(one, 'MatMul') !== null) ?? value, 'MatMul');
  const kernel = look.constant(product?.inputs[1]);
  return kernel === null ? null : { rows: product?.inputs[0], kernel, bias };
}

function weightNames({ name, bias, seenBias }: Run): readonly string[] {
  const hasBias = bias !== null || seenBias !== null;
  return [`${name}/kernel`, `${name}/recurrent`, hasBias ? `${name}/bias` : ''];
}

function constantsOf(run: Run): readonly (readonly [string, ForeignTensor])[] {
  const [kernel = '', recurrent = '', bias = ''] = weightNames(run);
  const weights = [
    [kernel, run.kernel],
    [recurrent, run.recurrent],
  ] as const;
  return bias === '' ? weights : [...weights, [bias, biasOf(run)]];
}

/** Of a GRU that resets behind its product two: what is added to the gates of it is in that of the input. */
function biasOf({ kernel, bias, seenBias, resetAfter }: Run): ForeignTensor {
  const columns = kernel.shape[1] ?? 0;
  const values = new Float32Array(resetAfter ? 2 * columns : columns);
  values.set(bias?.values ?? []);
  if (seenBias !== null) values.set(seenBias.values, values.length - seenBias.values.length);
  return { shape: resetAfter ? [2, columns] : [columns], values };
}

type Wanted = 'all' | 'last';

function seriesCell(output: string, runs: readonly [Run, ...Run[]], wanted: Wanted): ForeignNode {
  const [{ name, input, mask, cell, resetAfter, time }] = runs;
  return {
    name: name.replace(/\/(states|forward)\/.*$/, ''),
    op: 'SeriesCell',
    inputs: [input, mask ?? '', ...runs.flatMap(weightNames)],
    outputs: [output],
    attributes: { cell, resetAfter: resetAfter ? 1 : 0, time, wanted },
  };
}

/** What may be read of a run: its last state, and all of them. */
function nodesOf(look: Lookup, run: Run): readonly ForeignNode[] {
  const all = stackOf(look, run.states);
  return [seriesCell(run.states.at(-1) ?? '', [run], 'last'), ...(all === null ? [] : [seriesCell(all, [run], 'all')])];
}

/** Two memories side by side, the second of which reads the series of the first backwards. */
function bothWays(look: Lookup, forward: Run, backward: Run): readonly ForeignNode[] {
  const isBackwards = (value: string | null, of: string | null): boolean =>
    of === null ? value === null : look.made(value, 'Reverse')?.inputs[0] === of;
  const areAlike = forward.cell === backward.cell && forward.resetAfter === backward.resetAfter && forward.time === backward.time;
  if (!areAlike || !isBackwards(backward.input, forward.input) || !isBackwards(backward.mask, forward.mask)) return [];
  const beside = (one: string | null, other: string | null, rank: number): string | null => {
    const whole = look.of('Concat', one, other);
    return isLast(look.made(whole, 'Concat')?.attributes['axis'], rank) ? whole : null;
  };
  const last = beside(forward.states.at(-1) ?? null, backward.states.at(-1) ?? null, 2);
  const sides = beside(stackOf(look, forward.states), look.of('Reverse', stackOf(look, backward.states)), 3);
  const all = forward.mask === null ? sides : keptSteps(look, sides, forward.mask);
  const made = (output: string | null, wanted: Wanted): readonly ForeignNode[] =>
    output === null ? [] : [seriesCell(output, [forward, backward], wanted)];
  return [...made(last, 'last'), ...made(all, 'all')];
}

/** Times 1 for what counts and 0 for what does not. */
function keptSteps(look: Lookup, series: string | null, mask: string): string | null {
  for (const { op, inputs, outputs } of look.readers(series)) {
    const other = inputs.find(input => input !== series) ?? null;
    if (op === 'Mul' && maskBehind(look, other) === mask) return outputs[0] ?? null;
  }
  return null;
}
