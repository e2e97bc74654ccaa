type Fields = Readonly<Record<string, unknown>>;

interface EveryStepParams {
  /** How the data are read. */
  readonly items: Fields & { readonly source: string };
  /** Pruned and factorised, so with a dense layer that can be. */
  readonly model: Fields;
  readonly augment: readonly Fields[];
  /** Further fields of the evaluation. */
  readonly judging?: Fields;
  readonly batchSize?: number;
}

/** Steps of a recipe, one of every kind but `import-model`, each as short as can be. */
export function everyStep({ items, model, augment, judging = {}, batchSize = 8 }: EveryStepParams) {
  const short = { epochs: 1, batchSize };
  const fineTune = { epochs: 1 };
  return {
    items: { do: 'import-data', ...items },
    net: { do: 'train', data: 'items', model, augment, ...short },
    other: { do: 'train', data: 'items', model, epochs: 2, batchSize },
    folds: { do: 'cross-validate', data: 'items', model, folds: { k: 2 }, ...short },
    best: {
      ...{
        do: 'search',
        data: 'items',
        space: { model, batchSize, optimizer: { kind: 'adam', learningRate: { from: 0.001, to: 0.01 } } },
      },
      ...{ sampler: { kind: 'random' }, objective: { maximise: 'validation.accuracy' }, budget: { trials: 2, epochs: 1 } },
    },
    fitting: {
      ...{ do: 'fit', model: 'net', limits: { bytes: 1e6 }, budget: { trials: 2, epochs: 1 } },
      ...{ space: { method: 'prune-weights', keep: { from: 0.3, to: 0.6 }, batchSize }, confirm: { top: 0 } },
    },
    lean: { do: 'prune', model: 'net', target: { sparsity: 0.5 }, schedule: { kind: 'cubic', epochs: 1 }, fineTune, batchSize },
    slim: { do: 'factorise', model: 'net', energy: 0.3, fineTune, batchSize },
    shared: { do: 'cluster', model: 'net', fineTune, batchSize },
    small: { do: 'quantise', model: 'net', calibration: { items: 8 }, batchSize },
    check: { do: 'check-up', model: 'net', levels: 2, batchSize },
    pupil: { do: 'distill', teachers: ['net', 'other'], data: 'items', student: model, ...short },
    team: { do: 'fuse', members: ['net', 'other'], method: { kind: 'average' } },
    one: { do: 'squash', model: 'team', student: model, ...short },
    judged: { do: 'evaluate', model: 'team', split: 'test', ...judging },
    verdict: { do: 'compare', models: ['net', 'lean', 'pupil', 'team'], split: 'test' },
    wide: { do: 'slim', data: 'items', model, widths: [0.5, 1], random: 1, ...short },
    inner: { do: 'subnet', model: 'wide', target: { parameters: 0.8 }, trials: 3, fineTune, controls: { scratch: false }, batchSize },
    times: { do: 'latency', models: ['net'], formats: ['onnx', 'tfjs-graph'], batchSizes: [1, 3], seconds: 0.05 },
    answers: { do: 'predict', model: 'net', source: items.source },
    files: { do: 'export', model: 'lean', formats: ['onnx', 'keras', 'tfjs'] },
  };
}
