/** How the wizard of a step kind is set out. A kind without an entry, and a field no entry names, has its place by rule. */
export interface WizardKind {
  /** Fields of the first page; else those that must be given. */
  readonly what?: readonly string[];
  /** Fields the second page begins with, even those that must be given. */
  readonly how?: readonly string[];
  /** Fields of the second page that are folded away until asked for. */
  readonly more?: readonly string[];
  /** What it begins with where the step kind has no default. */
  readonly start?: Readonly<Record<string, unknown>>;
  /** What main foretells: what a source holds, what a pruning will leave of its model, what networks of a space cost, or what an export will write. */
  readonly preview?: 'source' | 'pruning' | 'space' | 'export';
  /** The field whose models can be tried on the fusion bench first. */
  readonly bench?: string;
  /** The field whose network follows what `data` holds, as long as nobody chose one. */
  readonly network?: string;
  /** Name of the step; else the kind's id. */
  readonly result?: string;
}

export const WIZARD_KINDS: Readonly<Record<string, WizardKind>> = {
  'import-data': { what: ['source', 'kind'], preview: 'source', result: 'data' },
  'import-model': {
    what: ['source', 'data'],
    how: ['format', 'into'],
    more: ['inputs', 'output', 'normalise', 'tolerance'],
    result: 'imported',
  },
  train: {
    what: ['data', 'model'],
    how: ['epochs', 'batchSize', 'optimizer'],
    more: ['loss', 'weightDecay', 'gradientClipping', 'keep'],
    start: { epochs: 10 },
    network: 'model',
    result: 'net',
  },
  'cross-validate': {
    what: ['data', 'model', 'folds', 'yields'],
    how: ['epochs', 'batchSize', 'optimizer'],
    more: ['items', 'loss', 'weightDecay', 'gradientClipping', 'keep'],
    start: { epochs: 10 },
    network: 'model',
    result: 'folds',
  },
  search: {
    what: ['data', 'space', 'objective'],
    how: ['budget', 'sampler', 'scheduler', 'control', 'confirm'],
    more: ['structure', 'besides', 'patience', 'noGain', 'processes'],
    preview: 'space',
    result: 'best',
  },
  slim: {
    what: ['data', 'model', 'widths'],
    how: ['epochs', 'batchSize', 'optimizer', 'schedule', 'random', 'distil'],
    more: ['loss', 'augment', 'weightDecay', 'gradientClipping'],
    start: { epochs: 10 },
    result: 'wide',
  },
  subnet: {
    what: ['model', 'target'],
    how: ['trials', 'sampler', 'fineTune', 'controls'],
    more: ['optimizer', 'batchSize', 'gradientClipping'],
    start: { target: { multiplyAdds: 0.3 } },
    result: 'narrow',
  },
  fit: {
    what: ['model', 'limits', 'quality'],
    how: ['space', 'budget', 'sampler', 'scheduler', 'confirm'],
    more: ['patience', 'noGain', 'processes'],
    start: { limits: { bytes: 100_000 } },
    result: 'fitting',
  },
  prune: {
    what: ['model', 'target', 'granularity', 'criterion'],
    more: ['controls', 'optimizer', 'batchSize', 'weightDecay', 'gradientClipping'],
    start: { target: { sparsity: 0.9 } },
    preview: 'pruning',
    result: 'lean',
  },
  factorise: {
    what: ['model', 'energy', 'parameters', 'multiplyAdds'],
    more: ['optimizer', 'batchSize', 'gradientClipping'],
    result: 'slim',
  },
  quantise: {
    what: ['model', 'precision', 'budget'],
    how: ['calibration', 'fineTune', 'sensitivity'],
    more: ['weightBits', 'activations', 'keep', 'controls', 'optimizer', 'batchSize', 'gradientClipping'],
    result: 'int8',
  },
  'check-up': { what: ['model', 'granularity', 'criterion'], more: ['optimizer', 'batchSize'], result: 'check' },
  distill: {
    what: ['teachers', 'answerFiles', 'student', 'data'],
    how: ['epochs', 'loss', 'sweep', 'combine', 'control'],
    more: [
      'also',
      'curve',
      'transfer',
      'chain',
      'softLabels',
      'schedule',
      'hardLoss',
      'augment',
      'batchSize',
      'weightDecay',
      'gradientClipping',
      'earlyStopping',
      'keep',
    ],
    start: { epochs: 10, student: { scale: { width: 0.5 } } },
    result: 'small',
  },
  squash: {
    what: ['model', 'student'],
    how: ['epochs', 'loss', 'sweep', 'control'],
    more: ['schedule', 'batchSize', 'gradientClipping'],
    start: { epochs: 10 },
    result: 'one',
  },
  cluster: { what: ['model', 'bits'], more: ['optimizer', 'batchSize', 'gradientClipping'], result: 'shared' },
  fuse: {
    what: ['members', 'crossValidated', 'method'],
    how: ['data', 'stage', 'epochs'],
    more: ['optimizer', 'schedule', 'batchSize'],
    start: { members: [], method: { kind: 'average' } },
    bench: 'members',
    result: 'team',
  },
  evaluate: { what: ['model', 'split'], result: 'measured' },
  compare: { what: ['models', 'split'], result: 'verdict' },
  latency: {
    what: ['models', 'formats'],
    how: ['batchSizes', 'threads', 'here', 'seconds'],
    start: { formats: ['onnx'] },
    result: 'times',
  },
  predict: { what: ['model', 'source', 'data'], result: 'answers' },
  export: {
    what: ['model', 'formats', 'budget'],
    how: ['directory', 'verifyOn', 'thresholds'],
    start: { formats: ['onnx'] },
    preview: 'export',
    result: 'files',
  },
};
