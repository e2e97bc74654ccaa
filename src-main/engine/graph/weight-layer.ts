import { addBias } from '../ops/add-bias.ts';
import type { ChoiceSpec, FlagSpec } from '../../../src-shared/domain/params/param-spec.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { activate, SOFTMAX_MIXES, type ActivationFunction } from './activations.ts';
import type { ParameterDeclaration, SourceRule } from './layer.ts';

/** What dense and the convolutions share: a bias, an activation of their own, an initialiser. */

export const bias = {
  kind: 'flag',
  label: 'Bias',
  help: 'Adds a learnt constant to every output.',
  default: true,
} as const satisfies FlagSpec;

export const initialiser = {
  kind: 'choice',
  label: 'Initial weights',
  help: 'he-normal suits ReLU and its kin, glorot-uniform the rest.',
  default: 'glorot-uniform',
  options: ['glorot-uniform', 'he-normal'],
  source: 'Glorot & Bengio 2010; He 2015, arXiv:1502.01852',
} as const satisfies ChoiceSpec;

export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

export function weights(
  shape: readonly number[],
  outputs: number,
  config: { readonly bias: boolean; readonly initialiser: 'glorot-uniform' | 'he-normal' },
  fans: Fans,
): readonly ParameterDeclaration[] {
  const kernel: ParameterDeclaration = { name: 'kernel', shape, role: 'kernel', initial: { kind: config.initialiser, ...fans } };
  if (!config.bias) return [kernel];
  return [kernel, { name: 'bias', shape: [outputs], role: 'vector', initial: { kind: 'constant', value: 0 } }];
}

export function finish(tf: TensorLibrary, product: Tensor, bias: Tensor | undefined, activation: ActivationFunction): Tensor {
  return activate(tf, bias === undefined ? product : addBias(tf, product, bias), activation);
}

/** The layer with nothing behind its kernel. */
export function linear<C extends { readonly activation: ActivationFunction; readonly bias: boolean }>(config: C): C {
  return { ...config, activation: 'linear', bias: false };
}

/** Channel rule of a layer whose kernel has the outputs on its last axis and the inputs on the one before. */
export function sourceRule(kernelAxes: number, config: { readonly bias: boolean; readonly activation: ActivationFunction }): SourceRule {
  const kernel = { parameter: 'kernel', axis: kernelAxes - 1 };
  return {
    kind: 'source',
    outputs: config.bias ? [kernel, { parameter: 'bias', axis: 0 }] : [kernel],
    inputs: [{ parameter: 'kernel', axis: kernelAxes - 2 }],
    ...(config.activation === 'softmax' ? { fixed: SOFTMAX_MIXES } : {}),
  };
}
