import { defineGranularity } from '../granularity.ts';
import { layerRemoval } from '../layer-removal.ts';

/** Whole residual blocks: the shortcut beside them takes their place. */
export const blocks = defineGranularity({
  id: 'blocks',
  title: 'Blocks',
  help: 'Removes whole blocks that have a shortcut beside them: fewer layers, less waiting for one another.',
  source: 'Veit et al. 2016, arXiv:1605.06431',
  params: {},
  revision: 1,
  units: 'layers',
  targets: ['layers', 'sparsity', 'parameters', 'multiplyAdds', 'bytes'],
  removal: call => layerRemoval(call, { kind: 'block', ways: ['identity', 'projection'] }),
});
