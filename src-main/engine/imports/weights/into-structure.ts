import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ReadModel } from '../model-reader.ts';
import { assertFinite } from '../trace/finish.ts';
import { matchWeights } from './match.ts';
import type { StateDict } from './torch-file.ts';

/** The structure with the file's weights. Throws `invalid-input` without one, and for weights that find no place. */
export function intoStructure(state: StateDict, structure: ModelGraph | null): ReadModel {
  if (structure === null) {
    throw invalidInput('The file holds weights alone: the structure they are for is required', {
      path: 'into',
      hint: 'Name a preset, list the layers, or name a model of the workspace: into: { preset: lenet5 }.',
    });
  }
  const { parameters, items, notes } = matchWeights(structure, state);
  assertFinite(parameters);
  return {
    graph: structure,
    parameters,
    masks: {},
    answer: { function: 'linear', pair: false },
    items,
    notes,
    card: null,
    reference: null,
  };
}
