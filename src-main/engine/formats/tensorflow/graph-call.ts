import { LEAKY_SLOPE, type ActivationFunction } from '../../graph/activations.ts';
import type { ExportNode } from '../export-plan.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue, WeightedOperation } from './graph-value.ts';

/** What a layer's form is written from. */
export interface GraphCall {
  readonly ops: GraphOps;
  readonly node: ExportNode;
  /** The first input, which all but the input layer have. */
  readonly x: GraphValue;
  readonly inputs: readonly GraphValue[];
}

/** The operation with the node's kernel and bias, and its activation behind it, under the node's name. */
export function weighted(
  { ops, node }: GraphCall,
  operation: Omit<WeightedOperation, 'name' | 'bias' | 'precision' | 'shape'>,
  activation: ActivationFunction,
): GraphValue {
  const name = activation === 'linear' ? node.name : `${node.name}/product`;
  const product = ops.emitter.weighted({
    ...operation,
    name,
    bias: node.parameters['bias'],
    precision: node.precision,
    shape: [-1, ...node.shape],
  });
  return ops.activate(node.name, product, { function: activation, slope: LEAKY_SLOPE });
}

/** A window of nothing: of matrices. */
export const NO_WINDOW = { size: [1, 1], strides: [1, 1], padding: 'valid' } as const;
