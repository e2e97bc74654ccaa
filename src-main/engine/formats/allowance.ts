import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { fakeQuantiseLayer } from '../graph/layers/fake-quantise.layer.ts';
import type { ExportFormat } from './format.ts';

/** How far a file's answers may be from the model's. */
export interface Allowance {
  readonly tolerance: number;
  /** Share of the items whose answer must be the same; left out where the differences alone decide. */
  readonly agreement?: number;
}

/**
 * Of whole steps: a value in the middle of two may go to either, and whatever follows from it with it. Where only weights are steps,
 * onnxruntime multiplies matrices with activations in steps of its own.
 */
const STEPS: Allowance = { tolerance: 0.25, agreement: 0.99 };
/** Of numbers with 11 significant bits. */
const HALF: Allowance = { tolerance: 0.01, agreement: 0.999 };

/** What a file of this graph is allowed in this format, written with these parameters. */
export function allowanceOf(
  { tolerance }: Pick<ExportFormat, 'tolerance'>,
  graph: ModelGraph,
  params: Readonly<Record<string, unknown>> = {},
): Allowance {
  if (graph.nodes.some(({ layer, precision }) => layer === fakeQuantiseLayer.id || precision?.kind === 'integer')) return STEPS;
  return params['precision'] === 'float16' ? HALF : { tolerance };
}
