import type { Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Compiler, DeviceVariable, TraceScope } from '../compiler.ts';
import type { Tensors } from './step-plan.ts';
import type { RunnerState } from './step-runner.ts';

/** What a variable's name begins with, by what it holds. */
export const PARAMETER = 'parameter/';
export const SLOT = 'slot/';
export const MASK = 'mask/';

/** A run's arrays in variables of the device. */
export interface DeviceState {
  /** Present ones by name, for `CompileRequest.variables`. */
  readonly variables: Readonly<Record<string, DeviceVariable>>;
  /** Those of one kind, by the names they have elsewhere. */
  tensors(scope: TraceScope, kind: string): Tensors;
  read(kind: string): Parameters;
  /** Whether there are other variables afterwards: functions compiled with the old ones are void. */
  write(state: RunnerState): boolean;
  dispose(): void;
}

export function createDeviceState(compiler: Compiler, start: RunnerState): DeviceState {
  const variables = new Map<string, DeviceVariable>();
  write(start);
  return {
    get variables() {
      return Object.fromEntries(variables);
    },
    tensors: (scope, kind) => Object.fromEntries(named(kind).map(([name]) => [name, scope.variable(kind + name)])),
    read: kind => Object.fromEntries(named(kind).map(([name, variable]) => [name, { shape: variable.shape, values: variable.read() }])),
    write,
    dispose() {
      for (const variable of variables.values()) variable.dispose();
      variables.clear();
    },
  };

  function named(kind: string): readonly (readonly [string, DeviceVariable])[] {
    return [...variables].filter(([name]) => name.startsWith(kind)).map(([name, variable]) => [name.slice(kind.length), variable]);
  }
  function write(state: RunnerState): boolean {
    const given = arraysOf(state);
    const isSame = variables.size === Object.keys(given).length && Object.keys(given).every(name => variables.has(name));
    for (const [name, variable] of variables) {
      if (given[name] !== undefined) continue;
      variable.dispose();
      variables.delete(name);
    }
    for (const [name, { shape, values }] of Object.entries(given)) {
      const known = variables.get(name);
      if (known === undefined) variables.set(name, compiler.variable(values, shape));
      else known.write(values);
    }
    return !isSame;
  }
}

function arraysOf({ parameters, slots, masks }: RunnerState): Parameters {
  const kinds = [
    ...Object.entries(parameters).map(([name, array]) => [PARAMETER + name, array] as const),
    ...Object.entries(slots).map(([name, array]) => [SLOT + name, array] as const),
    ...Object.entries(masks).map(
      ([name, mask]) => [MASK + name, { shape: parameters[name]!.shape, values: Float32Array.from(mask) }] as const,
    ),
  ];
  return Object.fromEntries(kinds);
}
