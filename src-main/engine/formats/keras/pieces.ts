import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { LEAKY_SLOPE, type ActivationFunction } from '../../graph/activations.ts';
import type { ExportNode } from '../export-plan.ts';
import type { KerasDialect, KerasForm } from './keras-form.ts';

/** What several layers' forms are made of. */

export const CHANNELS_LAST = { data_format: 'channels_last' } as const;

/** The activations that Keras 2, Keras 3 and TensorFlow.js know by the same name and define alike. */
const KERAS_ACTIVATIONS: { readonly [F in ActivationFunction]?: string } = {
  linear: 'linear',
  relu: 'relu',
  elu: 'elu',
  gelu: 'gelu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  swish: 'swish',
};

export function activationForm(name: ActivationFunction, dialect: KerasDialect, slope: number): KerasForm {
  if (name === 'relu6') return { className: 'ReLU', config: { max_value: 6 } };
  if (name === 'leaky-relu') return { className: 'LeakyReLU', config: { [dialect === 'keras-3' ? 'negative_slope' : 'alpha']: slope } };
  return { className: 'Activation', config: { activation: KERAS_ACTIVATIONS[name] as string } };
}

/** The form with the activation in its config, or behind it where the readers' names differ. */
export function activated(name: ActivationFunction, dialect: KerasDialect, form: KerasForm): KerasForm {
  const inline = KERAS_ACTIVATIONS[name];
  if (inline !== undefined) return { ...form, config: { ...form.config, activation: inline } };
  return { ...form, config: { ...form.config, activation: 'linear' }, then: activationForm(name, dialect, LEAKY_SLOPE) };
}

/** The parameters the node has, under Keras's names. */
export function weightsOf({ parameters }: ExportNode, names: Readonly<Record<string, string>>): Readonly<Record<string, Parameter>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [names[name]!, parameter]));
}

export function reshaped(shape: readonly number[]): KerasForm {
  return { className: 'Reshape', config: { target_shape: shape }, shape };
}

/** Layers one behind the other as the form of one. */
export function inRow(forms: readonly KerasForm[]): KerasForm {
  return forms.reduceRight((then, form) => ({ ...form, then }));
}
