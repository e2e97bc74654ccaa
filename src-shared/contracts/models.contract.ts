import { z } from 'zod';
import type { ModelGraph, Shape } from '../domain/graph/model-graph.ts';
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
}

export const modelsContract = defineContract({
  name: 'models',
  calls: {
    list: { input: z.object({}), output: z.array(modelRow) },
    get: {
      input: z.object({ modelId: id }),
      output: z.object({ model: modelRow, graph: made<ModelGraph>(), layers: z.array(made<LayerRow>()) }),
    },
    data: { input: z.object({}), output: z.array(dataRow) },
  },
  events: {},
});
