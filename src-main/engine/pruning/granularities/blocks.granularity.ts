import { defineGranularity } from '../granularity.ts';
import { layerRange } from '../layer-goal.ts';
import { layerRemoval } from '../layer-removal.ts';
import type { RemovalKind } from '../removable-units.ts';

const KIND: RemovalKind = { kind: 'block', ways: ['identity', 'projection'] };

/** Whole residual blocks: the shortcut beside them takes their place. */
export const blocks = defineGranularity({
  id: 'blocks',
  title: 'Blocks',
  help: 'Removes whole blocks that have a shortcut beside them: fewer layers, less waiting for one another.',
  source: 'Veit et al. 2016, arXiv:1605.06431',
  params: {},
  revision: 1,
  units: 'layers',
  targets: ['layers', 'sparsity', 'parameters', 'multiplyAdds', 'bytes', 'latency', 'latencyMs'],
  removal: call => layerRemoval(call, KIND),
  range: (call, name) => layerRange(call, KIND, name),
});
