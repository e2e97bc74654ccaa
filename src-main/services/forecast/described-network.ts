import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Catalog, LayerEntry } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { isObject } from '../../../src-shared/domain/params/problems.ts';
import { visitsOf } from '../../../src-shared/domain/params/walk-params.ts';
import type { StepKind } from '../../../src-shared/domain/recipe/step-kind.ts';
import { graphFromLayers } from '../../engine/graph/build.ts';
import { presets } from '../../engine/graph/presets/index.ts';
import { typicalTraining, type DrawnTraining } from './drawn-training.ts';
import type { DataOutlook } from './outlook.ts';

interface Described {
  readonly values: Readonly<Record<string, unknown>>;
  readonly data: DataOutlook;
}

/** The network a step trains by its fields alone, and with what settings; of a search one that is typical of its space. */
export function describedTraining(catalog: Catalog, kind: StepKind, { values, data }: Described): DrawnTraining | null {
  const { space } = kind.fields;
  if (space?.kind !== 'space' || !('model' in space.fields)) {
    const graph = describedNetwork(catalog, kind, { values, data });
    return graph === null ? null : { graph, values };
  }
  // A model that is varied is read, and stands for what is made of it.
  if (values['structure'] !== undefined) return null;
  try {
    return typicalTraining({ raw: values['space'], fields: space.fields }, data, catalog);
  } catch {
    return null;
  }
}

/** The network a step describes, by a preset or a list of layers anywhere in its fields; null when it can't be built for this data. */
function describedNetwork(catalog: Catalog, kind: StepKind, { values, data }: Described): ModelGraph | null {
  const preset = visitsOf(kind.fields, values, catalog).find(({ spec }) => spec.kind === 'algorithm' && spec.registry === 'preset');
  try {
    if (preset !== undefined && isObject(preset.value)) {
      const { id, params } = splitAlgorithm(preset.value, 'preset');
      return presets.require(id).build(params, data);
    }
    const layers = Object.values(values).find(value => isObject(value) && Array.isArray(value['layers']));
    return layers === undefined ? null : graphFromLayers((layers as { layers: readonly LayerEntry[] }).layers, data);
  } catch {
    // The job says what is wrong with it; a forecast is no place for that.
    return null;
  }
}
