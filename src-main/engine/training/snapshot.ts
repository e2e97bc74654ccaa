import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { FileTensor, TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import type { LoopPlan } from './loop-plan.ts';
import { initialState, type LoopState, type Position, type StoredState } from './loop-state.ts';
import type { StepRunner } from './step-runner.ts';

/**
 * Everything a run needs to go on. Random streams need no room: order and dropout are functions of seed, epoch and step.
 * Arrays are named `parameters/…`, `slots/…`, `masks/…`, `best/…`; the position is JSON.
 */
export async function takeSnapshot({ position, masks, best }: LoopState, runner: StepRunner): Promise<TensorFile> {
  const maskFiles = Object.entries(masks).map(([name, values]) => [name, { shape: [values.length], values }] as const);
  return {
    metadata: { kind: 'training', version: '1', position: JSON.stringify(position) },
    tensors: {
      ...prefixed('parameters', await runner.readParameters()),
      ...prefixed('slots', await runner.readSlots()),
      ...prefixed('masks', Object.fromEntries(maskFiles)),
      ...prefixed('best', best ?? {}),
    },
  };
}

/** Throws `store-damaged` when the snapshot is not of this plan. */
export function readSnapshot(file: TensorFile, plan: LoopPlan): StoredState {
  const { kind, version, position } = file.metadata;
  if (kind !== 'training' || version !== '1' || position === undefined) {
    throw damaged(`a training checkpoint of version 1 is required, got ${kind ?? 'none'} ${version ?? ''}`.trim());
  }
  const expected = initialState(plan);
  const best = floats(file, 'best');
  return {
    position: JSON.parse(position) as Position,
    parameters: inOrder('parameters', floats(file, 'parameters'), expected.parameters),
    slots: inOrder('slots', floats(file, 'slots'), expected.slots),
    masks: bytes(file, 'masks'),
    best: Object.keys(best).length === 0 ? null : inOrder('best', best, expected.parameters),
  };
}

function prefixed(prefix: string, arrays: Readonly<Record<string, FileTensor>>): Record<string, FileTensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${prefix}/${name}`, array]));
}

function under(file: TensorFile, prefix: string): readonly (readonly [string, FileTensor])[] {
  const start = `${prefix}/`;
  return Object.entries(file.tensors)
    .filter(([name]) => name.startsWith(start))
    .map(([name, array]) => [name.slice(start.length), array] as const);
}

function floats(file: TensorFile, prefix: string): Parameters {
  return Object.fromEntries(
    under(file, prefix).map(([name, { shape, values }]) => {
      if (!(values instanceof Float32Array)) throw damaged(`'${prefix}/${name}' must hold float32 values`);
      return [name, { shape, values }];
    }),
  );
}

function bytes(file: TensorFile, prefix: string): Masks {
  return Object.fromEntries(
    under(file, prefix).map(([name, { values }]) => {
      if (!(values instanceof Uint8Array)) throw damaged(`'${prefix}/${name}' must hold bytes`);
      return [name, values];
    }),
  );
}

/** A file's arrays come in the order of their names, a run's in the order of the graph. */
function inOrder(what: string, came: Parameters, expected: Parameters): Parameters {
  const shapes = (arrays: Parameters): string =>
    Object.keys(arrays)
      .sort()
      .map(name => `${name} [${arrays[name]!.shape.join(', ')}]`)
      .join('; ');
  if (shapes(came) !== shapes(expected)) throw damaged(`${what} of ${shapes(expected)} are required, got ${shapes(came)}`);
  return Object.fromEntries(Object.keys(expected).map(name => [name, came[name]!]));
}

function damaged(message: string): AppFailure {
  return new AppFailure({
    code: 'store-damaged',
    message: `The checkpoint does not fit this job: ${message}`,
    hint: 'Run the step afresh.',
  });
}
