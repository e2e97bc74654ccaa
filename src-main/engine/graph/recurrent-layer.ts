import type { FlagSpec, NumberSpec } from '../../../src-shared/domain/params/param-spec.ts';
import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { gruResetAfterSequence } from '../ops/gru-reset-after-sequence.ts';
import { gruSequence } from '../ops/gru-sequence.ts';
import { inRowBlocks } from '../ops/row-blocks.ts';
import type { SequenceCall } from '../ops/held-steps.ts';
import { lstmSequence, type SequenceWeights } from '../ops/lstm-sequence.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { Initial, ParameterDeclaration, SourceRule } from './layer.ts';
import { requireMask } from './places.ts';
import { requireSeries, type SeriesShape } from './shape-checks.ts';

/** What the layers share that read a series step by step. */

export interface RecurrentConfig {
  readonly units: number;
  readonly returnSequences: boolean;
  readonly bias: boolean;
  /** Of a GRU: see `gruResetAfterSequence`. */
  readonly resetAfter?: boolean;
}

/** A kind of memory. */
interface Cell {
  /** Parts of its kernels' columns and of its bias, `units` each. */
  readonly gates: number;
  readonly bias: Initial;
  /** Values of `units` numbers that a step keeps for the gradient, the product of its input among them. */
  readonly kept: number;
  readonly sequence: (tf: TensorLibrary, x: Tensor, weights: SequenceWeights, call: SequenceCall) => Tensor;
}

export const CELLS = {
  /** The forget gate's bias starts at 1 (Jozefowicz 2015). */
  lstm: { gates: 4, bias: { kind: 'blocks', values: [0, 1, 0, 0] }, kept: 12, sequence: lstmSequence },
  gru: { gates: 3, bias: { kind: 'constant', value: 0 }, kept: 8, sequence: gruSequence },
} as const satisfies Readonly<Record<string, Cell>>;
export type CellKind = keyof typeof CELLS;

export const stateUnits = {
  kind: 'number',
  label: 'Units',
  help: 'Size of the state.',
  min: 1,
  max: 65_536,
  integer: true,
  scale: 'log',
} as const satisfies NumberSpec;

export const returnSequences = {
  kind: 'flag',
  label: 'All steps',
  help: 'Answers with the state of every step, for another recurrent layer behind it; else with the last one.',
  default: false,
} as const satisfies FlagSpec;

export const resetAfter = {
  kind: 'flag',
  label: 'Reset after the product',
  help: 'A GRU’s reset behind its recurrent product, with a bias of its own there, as Keras and PyTorch make it by default; else in front, as published.',
  default: false,
} as const satisfies FlagSpec;

/** Names of a direction's parameters begin so. */
export type Direction = '' | 'forward-' | 'backward-';

/** The recurrent kernel starts orthogonal. */
export function cellParameters(
  cell: CellKind,
  config: RecurrentConfig,
  features: number,
  direction: Direction = '',
): readonly ParameterDeclaration[] {
  const { units, bias } = config;
  const { gates, bias: initial } = CELLS[cell];
  const columns = gates * units;
  const shape = resetsAfter(cell, config) ? [2, columns] : [columns];
  const kernels: readonly ParameterDeclaration[] = [
    {
      name: `${direction}kernel`,
      shape: [features, columns],
      role: 'kernel',
      initial: { kind: 'glorot-uniform', fanIn: features, fanOut: columns },
    },
    { name: `${direction}recurrent`, shape: [units, columns], role: 'kernel', initial: { kind: 'orthogonal', rows: units, columns } },
  ];
  return bias ? [...kernels, { name: `${direction}bias`, shape, role: 'vector', initial }] : kernels;
}

/** Whether the cell is a GRU whose bias is two: one of the input, one of the state. */
export function resetsAfter(cell: CellKind, config: Pick<RecurrentConfig, 'resetAfter'>): boolean {
  return cell === 'gru' && config.resetAfter === true;
}

export interface CellCall {
  readonly tf: TensorLibrary;
  readonly config: RecurrentConfig;
  readonly parameters: Readonly<Record<string, Tensor>>;
}

/** What a direction reads: a series [N, T, features], and which of its steps count [N, T, 1]. */
export type CellInputs = readonly [series: Tensor, mask?: Tensor];

/** The states of a direction, from what is read first on. */
export function runCell(cell: CellKind, { tf, config, parameters }: CellCall, inputs: CellInputs, direction: Direction = ''): Tensor {
  const weights = {
    kernel: parameters[`${direction}kernel`] as Tensor,
    recurrent: parameters[`${direction}recurrent`] as Tensor,
    bias: parameters[`${direction}bias`],
  };
  const sequence = resetsAfter(cell, config) ? gruResetAfterSequence : CELLS[cell].sequence;
  const wanted = config.returnSequences ? 'all' : 'last';
  return inRowBlocks(tf, inputs, (block, mask) => sequence(tf, block, weights, { wanted, mask }));
}

/** Of a recurrent layer's inputs the series [time, features]; with a second one, a mask [time, 1]. */
export function requireSteps(layer: string, [series = [], mask]: readonly Shape[]): SeriesShape {
  const shape = requireSeries(layer, series);
  if (mask !== undefined) requireMask(layer, series, mask);
  return shape;
}

/** Of one direction. Multiply-adds: time·gates·units·(features + units). */
export function cellMultiplyAdds(layer: string, cell: CellKind, { units }: RecurrentConfig, inputs: readonly Shape[]): number {
  const [time, features] = requireSteps(layer, inputs);
  return time * CELLS[cell].gates * units * (features + units);
}

/** Of one direction: what its steps keep. */
export function cellHeld(cell: CellKind, { units }: RecurrentConfig, [series]: readonly Shape[]): number {
  return (series?.[0] ?? 0) * CELLS[cell].kept * units;
}

/** Where the states are the channels of a direction. */
export function cellRule(cell: CellKind, config: RecurrentConfig, directions: readonly Direction[] = ['']): SourceRule {
  const blocks = CELLS[cell].gates;
  const inEach = <T>(one: (direction: Direction) => readonly T[]): readonly T[] => directions.flatMap(one);
  return {
    kind: 'source',
    outputs: inEach(direction => [
      { parameter: `${direction}kernel`, axis: 1, blocks },
      { parameter: `${direction}recurrent`, axis: 1, blocks },
      ...(config.bias ? [{ parameter: `${direction}bias`, axis: resetsAfter(cell, config) ? 1 : 0, blocks }] : []),
    ]),
    inputs: inEach(direction => [{ parameter: `${direction}kernel`, axis: 0 }]),
    feedback: inEach(direction => [{ parameter: `${direction}recurrent`, axis: 0 }]),
    ...(directions.length > 1 ? { tied: directions.length } : {}),
  };
}
