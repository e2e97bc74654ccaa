import { modelsContract } from '../../src-shared/contracts/models.contract.ts';
import { lineage } from '../services/lineage.ts';
import { modelActivations } from '../services/model-activations.ts';
import { modelUses } from '../services/model-evaluations.ts';
import { deleteModelView, labelModels, modelViews, saveModelView } from '../services/model-labels.ts';
import { deleteModels, dependentsOf, restoreModels } from '../services/model-removal.ts';
import { weightHistograms } from '../services/model-weights.ts';
import { dataRows, modelDetail, modelRows } from '../services/models.ts';
import { rerunFrom } from '../services/rerun.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveModels({ context }: Services, options: ServeOptions): void {
  const { db, readArtifact } = context;
  const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(row => row.id);
  serveContract(
    modelsContract,
    {
      list: async () => [...modelRows(db)],
      get: async ({ modelId }) => {
        const { model, graph, layers, peakActivationBytes } = await modelDetail(db, modelId, readArtifact);
        return { model, graph, layers: [...layers], peakActivationBytes };
      },
      data: async () => [...dataRows(db)],
      label: async ({ modelIds, ...labels }) => [...labelModels(context, { models: modelIds, ...labels })],
      dependents: async ({ modelIds }) => dependentsOf(db, modelIds),
      remove: async ({ modelIds }) => ({ removed: idsOf(deleteModels(context, modelIds)) }),
      restore: async ({ modelIds }) => ({ restored: idsOf(await restoreModels(context, modelIds)) }),
      lineage: async () => lineage(db),
      weights: request => weightHistograms(db, readArtifact, request),
      activations: ({ modelId }) => modelActivations(db, readArtifact, modelId),
      uses: async ({ modelId }) => modelUses(db, modelId),
      rerun: async ({ jobId }) => {
        const { recipe, steps } = rerunFrom(context, jobId);
        return { recipe, steps: [...steps] };
      },
      views: async () => [...modelViews(db)],
      saveView: async view => [...saveModelView(context, view)],
      deleteView: async ({ name }) => [...deleteModelView(context, name)],
    },
    options,
  );
}
