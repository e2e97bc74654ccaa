import type { Catalog, CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';

function entry(id: string, params: CatalogEntry['params'], more: Partial<CatalogEntry> = {}): CatalogEntry {
  return { id, title: id, source: 'test', params, revision: 1, ...more };
}

const units = { kind: 'number', label: 'Units', min: 1, max: 1000, integer: true } as const;

/** A catalog small enough to see through; the real one is made from the registries. */
export const smallCatalog: Catalog = {
  reader: [
    entry('builtin', {}, { matches: ['builtin:'] }),
    entry('table', { label: { kind: 'text', label: 'Label column' } }, { matches: ['.csv'] }),
  ],
  preset: [entry('mlp', { hidden: { kind: 'list', label: 'Hidden units', of: units, default: [300, 100] } })],
  layer: [
    entry('dense', { units }, { shorthand: 'units' }),
    entry('flatten', {}),
    entry('activation', { function: { kind: 'choice', label: 'Function', default: 'relu', options: ['relu', 'tanh'] } }),
  ],
  optimizer: [
    entry('sgd', { learningRate: { kind: 'number', label: 'Learning rate', default: 0.01, min: 0, aboveMin: true, max: 10 } }),
    entry('adam', { learningRate: { kind: 'number', label: 'Learning rate', default: 0.001, min: 0, aboveMin: true, max: 10 } }),
  ],
  schedule: [entry('constant', {}), entry('cosine', {})],
  loss: [entry('softmax-cross-entropy', {})],
  criterion: [entry('magnitude', {})],
  granularity: [entry('weights', {})],
  'pruning-schedule': [entry('cubic', { epochs: { kind: 'number', label: 'Epochs', default: 6, min: 1, max: 100, integer: true } })],
  format: [entry('onnx', {}), entry('keras', {})],
};
