import { defineGranularity } from '../granularity.ts';
import { layerRemoval } from '../layer-removal.ts';

/** Single layers with a kernel, and the normalisation and activation that serve them alone. */
export const layers = defineGranularity({
  id: 'layers',
  title: 'Layers',
  help: 'Removes single layers where what is before and behind them fits together.',
  source: 'Elkerdawy et al. 2020, arXiv:2007.05667',
  params: {
    projection: {
      kind: 'flag',
      label: 'Leave a window of one place',
      help: 'Of a convolution that changes the shape, a convolution of one place stays instead of nothing.',
      default: true,
    },
  },
  revision: 1,
  units: 'layers',
  targets: ['layers', 'sparsity', 'parameters', 'multiplyAdds', 'bytes'],
  removal: call => layerRemoval(call, { kind: 'layer', ways: call.config.projection ? ['identity', 'projection'] : ['identity'] }),
});
