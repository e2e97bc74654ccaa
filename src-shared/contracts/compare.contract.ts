import { z } from 'zod';
import { SPLITS } from '../domain/dataset.ts';
import { defineContract } from './define-contract.ts';
import { comparisonReport, id, made } from './views.ts';

/** Some items of the split, the most telling first. */
export interface DisagreementPage {
  /** That fit, over all pages. */
  readonly total: number;
  /** Null when the data set was deleted from the lists. */
  readonly dataId: string | null;
  /** Of an image, `[H, W, C]`; null for tables. */
  readonly shape: readonly number[] | null;
  /** Names of a table's columns as they were before they were encoded; empty for images. */
  readonly columns: readonly string[];
  readonly items: readonly DisagreementItem[];
}

export interface DisagreementItem {
  /** Number in the data set. */
  readonly item: number;
  readonly target: string;
  /** Of a and of b; the confidence is a probability in [0, 1], null for values. */
  readonly answers: readonly { readonly answer: string; readonly confidence: number | null }[];
  /** Bytes in base64, row by row; null for tables. */
  readonly pixels: string | null;
  readonly cells: readonly (string | number)[];
}

/** Fields of the step that made a model, flat: `optimizer.learningRate` → 0.001. */
export interface ModelSettings {
  readonly modelId: string;
  readonly settings: Readonly<Record<string, number | string | boolean>>;
}

const index = z.number().int().min(0);

export const compareContract = defineContract({
  name: 'compare',
  calls: {
    /** Finished comparisons, newest first. A new one is a recipe with a `compare` step. */
    list: {
      input: z.object({}),
      output: z.array(
        z.object({
          jobId: id,
          runId: id,
          name: z.string(),
          runName: z.string(),
          finishedMs: z.number(),
          split: z.enum(SPLITS),
          modelIds: z.array(id),
        }),
      ),
    },
    get: { input: z.object({ jobId: id }), output: comparisonReport },
    /** Items of two of its models, by their index in the report. Null for a comparison that kept no answers. */
    disagreements: {
      input: z.object({
        jobId: id,
        a: index,
        b: index,
        which: z.enum(['onlyA', 'onlyB', 'neither']),
        offset: index.default(0),
        limit: z.number().int().min(1).max(100).default(24),
      }),
      output: made<DisagreementPage | null>(),
    },
    settings: { input: z.object({ modelIds: z.array(id).max(1000) }), output: z.array(made<ModelSettings>()) },
  },
  events: {},
});
