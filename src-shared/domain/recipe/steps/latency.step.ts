import { model } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const latencyStep = defineStepKind({
  id: 'latency',
  title: 'Latency lab',
  help: 'Times exported files beside each other, each in its own runtime and in turns, on items of the data.',
  fields: {
    models: { kind: 'list', label: 'Models', of: model, minItems: 1, maxItems: 20 },
    formats: {
      kind: 'list',
      label: 'Formats',
      help: 'Files as an export writes them; nothing is left on the disk.',
      of: { kind: 'algorithm', registry: 'format', tag: 'format', label: 'Format' },
      minItems: 1,
      maxItems: 20,
    },
    batchSizes: {
      kind: 'list',
      label: 'Batch sizes',
      of: { kind: 'number', label: 'Items', min: 1, max: 4096, integer: true, default: 1 },
      default: [1, 64],
      minItems: 1,
      maxItems: 8,
    },
    threads: {
      kind: 'list',
      label: 'Threads',
      help: 'Of onnxruntime; other runtimes stand there once, on what they use.',
      of: { kind: 'number', label: 'Threads', min: 1, max: 256, integer: true, default: 1 },
      default: [1],
      minItems: 1,
      maxItems: 4,
    },
    here: {
      kind: 'flag',
      label: 'The model in this program',
      help: 'On the engine in force, beside its files.',
      default: true,
    },
    seconds: {
      kind: 'number',
      label: 'Time for each file and batch size',
      unit: 's',
      default: 1.5,
      min: 0.05,
      max: 600,
      scale: 'log',
    },
  },
  produces: 'latency',
  usesEngine: true,
  overGroups: 'all',
  revision: 1,
});
