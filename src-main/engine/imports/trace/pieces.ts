import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ForeignTensor } from '../foreign-graph.ts';
import { sameAtoms, type Axis, type Live } from './axes.ts';
import { nodeIn } from './layouts.ts';
import type { Trace } from './trace.ts';

/** What several operators are read with. */

export function parameterOf({ shape, values }: ForeignTensor): Parameter {
  return { shape, values: Float32Array.from(values) };
}

export function vectorOf({ values }: ForeignTensor): Parameter {
  return { shape: [values.length], values: Float32Array.from(values) };
}

/** The same value by another node with the same axes. */
export function sameAxes(value: Live, node: string): Live {
  return { ...value, node };
}

/** Adds a layer that works value by value. */
export function addUnary(trace: Trace, value: Live, layer: string, config: Readonly<Record<string, unknown>>): Live {
  return sameAxes(value, trace.add({ layer, config, inputs: [value.node] }));
}

export function addActivation(trace: Trace, value: Live, name: string, more: Readonly<Record<string, unknown>> = {}): Live {
  return sameAxes(value, trace.add({ layer: 'activation', config: { function: name, ...more }, inputs: [value.node], wish: name }));
}

/** x·factor + offset, with one number each for all values, or one for each channel of the node. */
export function addRescale(trace: Trace, value: Live, { factor = [1], offset = [0] }: Rescaling): Live {
  return addUnary(trace, value, 'rescale', { factor: [...factor], offset: [...offset] });
}

export interface Rescaling {
  readonly factor?: readonly number[];
  readonly offset?: readonly number[];
}

/** Whether an axis is that of the items and of nothing else. */
export function isItems(trace: Trace, axis: Axis = []): boolean {
  return axis.every(atom => atom === trace.batch) && axis.length === (trace.batch.size === 1 ? 0 : 1);
}

/** Axes of a value without its items. */
export function withoutBatch(trace: Trace, axes: readonly Axis[]): readonly Axis[] {
  return axes.map(axis => axis.filter(atom => atom !== trace.batch));
}

/** The value with these channels in its last axis: all other axes are places, as they lie. */
export function channelsLast(trace: Trace, value: Live, channels: Axis): Live {
  const last = value.layout.at(-1);
  if (last !== undefined && sameAtoms(last, channels)) return value;
  const all = value.layout.flat();
  const places = all.filter(atom => !channels.includes(atom));
  const layout = places.length === 0 ? [all.filter(atom => channels.includes(atom))] : [places, channels];
  return { ...value, node: nodeIn(trace, value, layout), layout };
}

/** A name for a layer after its weights, or after the operator. */
export function wishOf(weights: string | undefined, node: string): string {
  const named = weights !== undefined && /[A-Za-z]/.test(weights) && !/^(onnx::|val_|const|_v_|tensor)/i.test(weights);
  const name = named
    ? weights.replace(/(\/|\.)(weight|kernel|bias|weights|gamma|scale|ReadVariableOp|MatMul|Conv2D)(:\d+)?(\/.*)?$/i, '')
    : node.replace(/\/[^/]*$/, '');
  const parts = name.split('/').filter(part => part !== '' && part !== 'StatefulPartitionedCall');
  return parts.length === 0 ? node : parts.slice(-3).join('_');
}
