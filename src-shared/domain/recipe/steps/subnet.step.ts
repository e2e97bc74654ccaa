import { augment, batchSize, fineTune, gradientClipping, measuredLatencyMs, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const limit = { kind: 'number', min: 0, aboveMin: true, max: 1e15, scale: 'log', optional: true } as const;

export const subnet = defineStepKind({
  id: 'subnet',
  title: 'Search sub-networks',
  help: 'Tries sub-networks of a slimmable network under a budget, takes the best out, and fine-tunes it.',
  fields: {
    model: { ...model, label: 'Slimmable network', help: 'What a slim step trained.' },
    target: {
      kind: 'group',
      label: 'Budget',
      help: 'One limit at least; up to 1 it is a share of the whole network, above 1 a number.',
      default: {},
      fields: {
        parameters: { ...limit, label: 'Parameters at most' },
        multiplyAdds: { ...limit, label: 'Multiply-adds at most' },
        bytes: { ...limit, label: 'Bytes of the file at most', unit: 'bytes' },
        latencyMs: { ...measuredLatencyMs, optional: true },
      },
    },
    trials: {
      kind: 'number',
      label: 'Sub-networks tried',
      help: 'Each is answered with on the validation part; none is trained.',
      default: 40,
      min: 1,
      max: 10_000,
      integer: true,
      scale: 'log',
    },
    sampler: {
      kind: 'algorithm',
      registry: 'sampler',
      tag: 'kind',
      label: 'Sampler',
      help: 'Chooses what is tried next.',
      default: { kind: 'tpe' },
    },
    optimizer,
    fineTune: { ...fineTune, help: 'Training of the sub-network by itself.' },
    controls: {
      kind: 'group',
      label: 'Controls',
      help: 'Trained beside the result, with the same data.',
      default: {},
      fields: {
        scratch: {
          kind: 'flag',
          label: 'Its shape from new values',
          help: 'For as many epochs as the slimmable network and the fine-tune had together.',
          default: true,
        },
      },
    },
    augment,
    batchSize,
    gradientClipping,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  trainings: ({ controls }) => (((controls ?? {}) as { readonly scratch?: boolean }).scratch === true ? 3 : 1),
  revision: 1,
});
