import type { ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LayerEntry, ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { ActivationFunction } from './activations.ts';

/** A ready-made structure. Answers with one linear value per output (logits), so that it fits every task. */
export interface Preset<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Throws `invalid-input` when the input's shape doesn't fit. */
  build(params: ParamValues<S>, purpose: PresetPurpose): ModelGraph;
}

export interface PresetPurpose {
  /** Of one item, without the batch axis. */
  readonly inputShape: Shape;
  /** Number of values the model answers with. */
  readonly outputs: number;
  /** Of texts: how many different numbers of tokens there are. */
  readonly tokens?: number | undefined;
  /** Of a table's row: where a column of texts is one input a value, of which one is 1. */
  readonly categories?: readonly Category[] | undefined;
}

/** Inputs that stand for one column. */
export interface Category {
  readonly first: number;
  readonly values: number;
}

export function definePreset<const S extends ParamSpecs>(preset: Preset<S>): Preset<S> {
  return preset;
}

/** An entry of a layer list; parameters that are left out take their defaults. */
export function entry(layer: string, config: LayerEntry['config'] = {}, place: Pick<LayerEntry, 'name' | 'from'> = {}): LayerEntry {
  return { layer, config, ...place };
}

/** The initialiser that keeps the variance from layer to layer in front of this activation. */
export function initialiserFor(activation: ActivationFunction): 'he-normal' | 'glorot-uniform' {
  return SATURATING.has(activation) ? 'glorot-uniform' : 'he-normal';
}

const SATURATING: ReadonlySet<ActivationFunction> = new Set(['sigmoid', 'tanh', 'softmax', 'linear']);
