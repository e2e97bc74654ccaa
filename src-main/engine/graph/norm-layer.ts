import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { NumberSpec } from '../../../src-shared/domain/params/param-spec.ts';
import type { ParameterDeclaration } from './layer.ts';
import { channelsOf } from './shape-checks.ts';

/** What layers share that normalise the channels of an item among each other. */

export const MIXED = 'normalisation compares the channels with each other: without one of them the others change';

export const normEpsilon = {
  kind: 'number',
  label: 'Epsilon',
  help: 'Added to the variance.',
  default: 0.001,
  min: 1e-8,
  max: 1,
  scale: 'log',
  source: 'Default as in Keras',
} as const satisfies NumberSpec;

export function scaleAndOffset(shape: Shape): readonly ParameterDeclaration[] {
  const vector = (name: string, value: number): ParameterDeclaration => ({
    name,
    shape: [channelsOf(shape)],
    role: 'vector',
    initial: { kind: 'constant', value },
  });
  return [vector('scale', 1), vector('offset', 0)];
}
