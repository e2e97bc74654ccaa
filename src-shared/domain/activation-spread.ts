import type { Histogram } from '../lib/histogram.ts';
import type { Split } from './dataset.ts';

/** How what each layer gives is spread over some items of a split; a JSON file beside an evaluation. */
export interface ActivationSpread {
  readonly split: Split;
  /** The first of the split: what was looked at. */
  readonly items: number;
  readonly layers: readonly LayerActivations[];
}

export interface LayerActivations extends Histogram {
  readonly name: string;
  /** Layer type. */
  readonly layer: string;
  readonly low: number;
  readonly high: number;
  /** Channels of the result, the last axis. */
  readonly units: number;
  /** Those that were 0 for every item at every place. */
  readonly deadUnits: number;
}
