import type { AlgorithmValue, ParamSpecs } from './params/param-spec.ts';

/**
 * `int8`: weights and activations as whole steps, ranges known beforehand; `int8-dynamic`: ranges of activations found for each input;
 * `int8-weights`, `int4-weights`: weights alone; `codebook-256`, `codebook-16`: so many different weights a kernel, those of k-means (Han 2015,
 * arXiv:1510.00149); `float16`, `bfloat16`: weights with fewer digits.
 */
export const PRECISIONS = [
  'int8',
  'int8-dynamic',
  'int8-weights',
  'int4-weights',
  'codebook-256',
  'codebook-16',
  'float16',
  'bfloat16',
] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Bits that name a weight's place among so many. */
export const CODEBOOK_BITS: Partial<Record<Precision, number>> = { 'codebook-256': 8, 'codebook-16': 4 };

/** How a network is to be quantised. */
export interface QuantisationScheme {
  readonly precision: Precision;
  readonly weightBits: number;
  readonly activations: 'asymmetric' | 'symmetric';
  readonly calibration: { readonly items: number; readonly method: AlgorithmValue };
  /** Layers that stay in float32. */
  readonly keep: { readonly first: boolean; readonly last: boolean; readonly layers: readonly string[] };
}

/** What became of a layer with weights. */
export interface LayerPrecision {
  readonly node: string;
  readonly layer: string;
  readonly precision: Precision | 'float32';
  /** Why it stayed in float32; null where it did not. */
  readonly reason: string | null;
  /** Values of its kernels. */
  readonly weights: number;
}

/** What a quantised network is worth, on the items of its report. */
export interface QuantisedFigures {
  /** Mean log loss, or the root mean squared error of a regression. */
  readonly loss: number;
  /** Share of wrong answers; null for a regression. */
  readonly error: number | null;
}

/** A layer's part: the figures when it alone is quantised. */
export interface LayerSensitivity extends QuantisedFigures {
  readonly node: string;
  /** Fewer, of its kernels. */
  readonly savedBytes: number;
}

/** What a quantise step did and what it cost. */
export interface QuantisationReport {
  readonly precision: Precision;
  readonly layers: readonly LayerPrecision[];
  /** What all figures were measured on. */
  readonly split: 'validation' | 'train';
  readonly items: number;
  readonly float: QuantisedFigures;
  /** Before any fine-tune. */
  readonly rounded: QuantisedFigures;
  /** Empty where the layers were not looked at one by one. */
  readonly sensitivity: readonly LayerSensitivity[];
  readonly budget: QuantisationBudget | null;
}

export interface QuantisationBudget {
  readonly measure: 'bytes' | 'quality';
  readonly bound: number;
  /** In the same terms, before any fine-tune. */
  readonly found: number;
  readonly isReached: boolean;
}

/** What a scheme holds beside its precision, for recipes. */
export const quantisationFields = {
  weightBits: {
    kind: 'number',
    label: 'Bits a weight',
    help: 'Of int8 and int8-dynamic; 7 where a processor’s integer sums of 16 bits would overflow.',
    default: 8,
    min: 2,
    max: 8,
    integer: true,
    unit: 'bits',
  },
  activations: {
    kind: 'choice',
    label: 'Steps of activations',
    help: 'Asymmetric steps reach from the least to the greatest value; symmetric ones alike to both sides of 0.',
    default: 'asymmetric',
    options: ['asymmetric', 'symmetric'],
  },
  calibration: {
    kind: 'group',
    label: 'Calibration',
    help: 'Which ranges the activations get, from training items; of int8 only.',
    default: {},
    fields: {
      items: { kind: 'number', label: 'Items', default: 512, min: 1, max: 100_000, integer: true, scale: 'log' },
      method: { kind: 'algorithm', registry: 'range-estimator', tag: 'kind', label: 'Method', default: { kind: 'percentile' } },
    },
  },
  keep: {
    kind: 'group',
    label: 'Kept in float32',
    default: {},
    fields: {
      first: { kind: 'flag', label: 'First layer', default: false },
      last: { kind: 'flag', label: 'Last layer', default: false },
      layers: {
        kind: 'list',
        label: 'Layers',
        help: 'By name.',
        of: { kind: 'text', label: 'Layer' },
        default: [],
        maxItems: 10_000,
      },
    },
  },
} as const satisfies ParamSpecs;
