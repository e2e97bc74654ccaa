import type { CellKind } from '../../../graph/recurrent-layer.ts';
import type { ForeignTensor } from '../../foreign-graph.ts';
import { joinedAlong } from '../arrays.ts';
import { equalParts, partOf, type Lookup } from './lookup.ts';

/** What a memory reads, step by step: of each the sums of its gates, and where a mask holds it, whether the step counts. */
export interface Steps {
  readonly given: readonly string[];
  readonly units: number;
  readonly hold: { readonly counts: readonly string[]; readonly skipped: readonly string[] } | null;
}

/** A memory that was found: its state behind each step, and the weights the state is read with, as our layers have them. */
export interface FoundCell {
  readonly cell: CellKind;
  readonly resetAfter: boolean;
  readonly states: readonly string[];
  /** [units, gates·units]. */
  readonly recurrent: ForeignTensor;
  /** Of a GRU that resets behind its product, what is added to the candidate's part of it. */
  readonly seenBias: ForeignTensor | null;
}

/** What a step is computed of; null for what was not found. */
interface Step {
  readonly given: string;
  /** The state before; null in front of the first step. */
  readonly before: string | null;
  readonly units: number;
  /** Where a mask holds the state: 1 if the step counts, and 1 if it does not. */
  readonly hold: { readonly counts: string | null; readonly skipped: string | null } | null;
}

/** Follows steps by the operations of `formats/tensorflow/recurrent-layers.ts`, one after the other: a series of one step is none. */
export function cellOf(look: Lookup, steps: Steps): FoundCell | null {
  if (steps.given.length < 2) return null;
  return lstm(look, steps) ?? gru(look, steps) ?? gruResetAfter(look, steps);
}

/** Every step's state by one rule; null where one of them does not follow it. */
function followed({ given, units, hold }: Steps, next: (step: Step) => string | null): readonly string[] | null {
  const states: string[] = [];
  for (const [i, own] of given.entries()) {
    const before = states.at(-1) ?? null;
    const state = next({
      given: own,
      before,
      units,
      hold: hold === null ? null : { counts: hold.counts[i] ?? null, skipped: hold.skipped[i] ?? null },
    });
    if (state === null) return null;
    states.push(state);
  }
  return states;
}

/** Of an LSTM, whose output gate is no gate of its state; the update gate of a GRU holds it by itself. */
function held(look: Lookup, fresh: string | null, { before, hold }: Step): string | null {
  if (hold === null) return fresh;
  const { counts, skipped } = hold;
  const own = look.of('Mul', fresh, counts);
  return before === null ? own : look.of('Add', own, look.of('Mul', before, skipped));
}

/** Products of states with one kernel, the same in every step. */
interface Kernel {
  /** The product, with the zeros that some files add to it; null where there is none with that kernel. */
  times(value: string | null): string | null;
  readonly found: () => ForeignTensor | null;
}

function kernelOf(look: Lookup, [rows, columns]: readonly [number, number]): Kernel {
  let known: ForeignTensor | null = null;
  return {
    found: () => known,
    times(value) {
      for (const node of look.readers(value)) {
        const kernel = node.op === 'MatMul' && node.inputs[0] === value ? look.constant(node.inputs[1]) : null;
        if (kernel === null || kernel.shape[0] !== rows || kernel.shape[1] !== columns) continue;
        if (known !== null && !isSame(known, kernel)) continue;
        known = kernel;
        const product = node.outputs[0] ?? null;
        return look.of('Add', product, 0) ?? product;
      }
      return null;
    },
  };
}

function isSame(one: ForeignTensor, other: ForeignTensor): boolean {
  return one === other || (one.values.length === other.values.length && one.values.every((value, i) => value === other.values[i]));
}

function lstm(look: Lookup, steps: Steps): FoundCell | null {
  const { units } = steps;
  const kernel = kernelOf(look, [units, 4 * units]);
  let cell: string | null = null;
  const states = followed(steps, step => {
    const { given, before } = step;
    const sum = before === null ? given : look.of('Add', given, kernel.times(before));
    const [input = null, forget = null, candidate = null, output = null] = equalParts(look, sum, 4);
    const added = look.of('Mul', look.of('Sigmoid', input), look.of('Tanh', candidate));
    cell = before === null ? added : look.of('Add', look.of('Mul', look.of('Sigmoid', forget), cell), added);
    return held(look, look.of('Mul', look.of('Sigmoid', output), look.of('Tanh', cell)), step);
  });
  const recurrent = kernel.found();
  return states === null || recurrent === null ? null : { cell: 'lstm', resetAfter: false, states, recurrent, seenBias: null };
}

/** The update and the reset gate of their sums, [N, 2·units]. */
function gatesOf(look: Lookup, sum: string | null): readonly [string | null, string | null] {
  const [update = null, reset = null] = equalParts(look, look.of('Sigmoid', sum), 2);
  return [update, reset];
}

function gru(look: Lookup, steps: Steps): FoundCell | null {
  const { units } = steps;
  const [ofGates, ofCandidate] = [kernelOf(look, [units, 2 * units]), kernelOf(look, [units, units])];
  const states = followed(steps, step => {
    const { before } = step;
    const [forGates, forCandidate] = gruParts(look, step.given, units);
    const sum = before === null ? forGates : look.of('Add', forGates, ofGates.times(before));
    const [update, reset] = gatesOf(look, sum);
    const seen = before === null ? null : ofCandidate.times(look.of('Mul', reset, before));
    const candidate = look.of('Tanh', before === null ? forCandidate : look.of('Add', forCandidate, seen));
    return mixed(look, step, { update, candidate });
  });
  const [gates, candidate] = [ofGates.found(), ofCandidate.found()];
  if (states === null || gates === null || candidate === null) return null;
  return { cell: 'gru', resetAfter: false, states, recurrent: joinedAlong([gates, candidate], 1), seenBias: null };
}

function gruResetAfter(look: Lookup, steps: Steps): FoundCell | null {
  const { units } = steps;
  const kernel = kernelOf(look, [units, 3 * units]);
  const bias = seenBiasOf(look, steps);
  const states = followed(steps, step => {
    const { before } = step;
    const [forGates, forCandidate] = gruParts(look, step.given, units);
    const [toGates, toSeen] = before === null ? [null, null] : gruParts(look, kernel.times(before), units);
    const [update, reset] = gatesOf(look, before === null ? forGates : look.of('Add', forGates, toGates));
    const seen = bias === null ? toSeen : before === null ? bias : look.of('Add', toSeen, bias);
    const whole = seen === null && before === null ? forCandidate : look.of('Add', forCandidate, look.of('Mul', reset, seen));
    return mixed(look, step, { update, candidate: look.of('Tanh', whole) });
  });
  const recurrent = kernel.found();
  if (states === null || recurrent === null) return null;
  return { cell: 'gru', resetAfter: true, states, recurrent, seenBias: bias === null ? null : look.constant(bias) };
}

function gruParts(look: Lookup, value: string | null, units: number): readonly [string | null, string | null] {
  return [partOf(look, value, { start: 0, size: 2 * units }), partOf(look, value, { start: 2 * units, size: units })];
}

/** The name of a constant that the first step's reset gate is multiplied with; null where there is none. */
function seenBiasOf(look: Lookup, { given, units }: Steps): string | null {
  const [, reset] = gatesOf(look, gruParts(look, given[0] ?? null, units)[0]);
  const product = look.readers(reset).find(({ op }) => op === 'Mul');
  return product?.inputs.find(input => look.constant(input)?.values.length === units) ?? null;
}

interface Mixed {
  readonly update: string | null;
  readonly candidate: string | null;
}

/** z·h + (1 − z)·g, in the ways it is written: from zeros, exact under a mask, and with one product less. */
function mixed(look: Lookup, { before, hold }: Step, { update, candidate }: Mixed): string | null {
  if (before === null) return look.of('Sub', candidate, look.of('Mul', update, candidate));
  if (hold !== null) {
    const own = look.of('Mul', look.of('Sub', 1, update), candidate);
    return look.of('Add', look.of('Mul', update, before), own);
  }
  return look.of('Add', candidate, look.of('Mul', update, look.of('Sub', before, candidate)));
}
