import { z } from 'zod';
import type { ModelGraph, Shape } from '../domain/graph/model-graph.ts';
import type { Lineage } from '../domain/lineage/lineage.ts';
import type { LatencyReport } from '../domain/latency.ts';
import type { ActivationSpread } from '../domain/activation-spread.ts';
import type { Evaluation, LatencyFigures } from '../domain/report.ts';
import type { ExportedFile } from '../domain/step-output.ts';
import type { Histogram } from '../lib/histogram.ts';
import { defineContract } from './define-contract.ts';
import { dataRow, id, made, modelRow } from './views.ts';

/** One layer of a model as the model page lists it. */
export interface LayerRow {
  readonly name: string;
  readonly layer: string;
  readonly outputShape: Shape;
  readonly parameters: number;
  readonly nonZeros: number;
  readonly multiplyAdds: number;
  /** Of the layer's result for one item, as float32. */
  readonly activationBytes: number;
}

/** What deleting models or a data set leaves behind, or in the lurch. */
export interface Dependents {
  readonly models: readonly { readonly id: string; readonly name: string; readonly replicate: number | null }[];
  /** Comparisons, evaluations and check-ups that show them. */
  readonly reports: readonly { readonly jobId: string; readonly runId: string; readonly name: string }[];
  /** Exported from them; they stay. */
  readonly files: readonly string[];
  /** Not at their end, and perhaps about to read them. */
  readonly openRuns: readonly { readonly id: string; readonly name: string }[];
  /** Names that will stand for something older: the newest that is left, and the run that made it. */
  readonly older: readonly { readonly name: string; readonly id: string; readonly runName: string }[];
}

/** One parameter of one or more models, in bins they share. */
export interface WeightHistogram {
  /** `node/parameter`. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly models: readonly (Histogram & { readonly modelId: string; readonly shape: Shape })[];
}

/** A step that measured the model. */
interface UseRow {
  readonly jobId: string;
  readonly runId: string;
  readonly step: string;
  readonly atMs: number;
}

export interface EvaluationRow extends UseRow {
  /** Step kind. */
  readonly kind: string;
  readonly evaluation: Evaluation;
  readonly latency: LatencyFigures | null;
  /** Further models in the same comparison. */
  readonly beside: number;
}

export type FileRow = UseRow & ExportedFile;

/** A measurement of the model's files, alone or beside those of others. */
export interface LatencyRow extends UseRow {
  readonly report: LatencyReport;
}

/** Newest first. */
export interface ModelUses {
  readonly evaluations: EvaluationRow[];
  readonly files: FileRow[];
  readonly latencies: LatencyRow[];
}

/** A way to look at the list, kept under a name. The screen checks what it reads back. */
export interface SavedModelView {
  readonly name: string;
  readonly view: unknown;
}

const text = (most: number) => z.string().max(most);
const modelIds = z.array(id).min(1).max(10_000);
const views = z.array(made<SavedModelView>());

export const modelsContract = defineContract({
  name: 'models',
  calls: {
    list: { input: z.object({}), output: z.array(modelRow) },
    get: {
      input: z.object({ modelId: id }),
      output: z.object({
        model: modelRow,
        graph: made<ModelGraph>(),
        layers: z.array(made<LayerRow>()),
        /** For one item, when each result is freed after its last reader. */
        peakActivationBytes: z.number(),
      }),
    },
    data: { input: z.object({}), output: z.array(dataRow) },
    /** Replaces what is given and keeps the rest. A name goes to one model only; the empty one takes it away again. */
    label: {
      input: z.object({
        modelIds,
        name: text(200).optional(),
        note: text(10_000).optional(),
        starred: z.boolean().optional(),
        addTags: z.array(text(200)).max(100).optional(),
        removeTags: z.array(text(200)).max(100).optional(),
      }),
      output: z.array(modelRow),
    },
    dependents: { input: z.object({ modelIds }), output: made<Dependents>() },
    remove: { input: z.object({ modelIds }), output: z.object({ removed: z.array(id) }) },
    /** As long as no clean-up took their files. */
    restore: { input: z.object({ modelIds }), output: z.object({ restored: z.array(id) }) },
    /** What was made from what, over the whole workspace. */
    lineage: { input: z.object({}), output: made<Lineage>() },
    weights: {
      input: z.object({ modelIds: z.array(id).min(1).max(6), bins: z.number().int().min(4).max(400).default(60) }),
      output: z.array(made<WeightHistogram>()),
    },
    activations: { input: z.object({ modelId: id }), output: made<ActivationSpread>().nullable() },
    uses: {
      input: z.object({ modelId: id }),
      output: made<ModelUses>(),
    },
    /** The recipe of a job from its step on, to be started with `fresh`; earlier results are taken from the workspace. */
    rerun: { input: z.object({ jobId: id }), output: z.object({ recipe: z.string(), steps: z.array(z.string()) }) },
    views: { input: z.object({}), output: views },
    saveView: { input: z.object({ name: text(200), view: made<unknown>() }), output: views },
    deleteView: { input: z.object({ name: text(200) }), output: views },
  },
  events: {},
});
