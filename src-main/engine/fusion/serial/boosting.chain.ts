import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { trainingLoad } from '../../memory/predict-memory.ts';
import { defineFusionMethod } from '../method.ts';
import { boost } from './boosting/boost.ts';
import { serialReport } from './serial-report.ts';
import { stageTraining } from './stage-training.ts';

/** Stages of one network, each trained on what the former ones got wrong. */
export const boosting = defineFusionMethod({
  id: 'boosting',
  title: 'Boosting',
  help: 'Trains stages of one network one after the other, each on what the former ones got wrong; their sum is the model.',
  source: 'Friedman 2001, doi:10.1214/aos/1013203451; SAMME.R: Zhu 2009, doi:10.4310/SII.2009.v2.n3.a8',
  revision: 1,
  params: {
    stages: { kind: 'number', label: 'Stages', default: 5, min: 1, max: 50, integer: true },
    rule: {
      kind: 'choice',
      label: 'Rule',
      help: 'Gradient: a stage is added to the frozen sum of the former ones. SAMME.R: items they got wrong weigh more.',
      default: 'gradient',
      options: ['gradient', 'samme-r'],
    },
    shrinkage: {
      kind: 'number',
      label: 'Shrinkage',
      help: 'How much a stage counts: less wants more stages. Left out: 1, with SAMME.R 0.2.',
      optional: true,
      min: 0,
      aboveMin: true,
      max: 1,
    },
    patience: {
      kind: 'number',
      label: 'Patience',
      help: 'Ends when so many stages brought nothing on the validation part.',
      unit: 'stages',
      default: 2,
      min: 1,
      max: 50,
      integer: true,
    },
  },
  async fuse(call) {
    const { members, data, config, settings, seed, card, hooks } = call;
    if (members.length > 0) {
      throw invalidInput(`Boosting makes its members itself; none are required, got ${members.length}`, { path: 'members' });
    }
    if (settings['stage'] === undefined) {
      throw invalidInput("The network of a stage is required for boosting ('stage: { preset: … }'), but it is missing", { path: 'stage' });
    }
    const graph = call.newGraph(settings['stage']);
    const training = stageTraining(settings);
    const engine = await call.engine(trainingLoad({ graph, data }, training));
    const { network, kept, curve } = await boost({ engine, graph, data, seed, training, ...config }, hooks);
    const { parameters, masks, epochs, steps, trainingMs } = network;
    const serial = { kind: 'boosting', rule: config.rule, kept, curve } as const;
    const model = { graph: network.graph, parameters, masks, card };
    return { model, report: serialReport('boosting', [], { serial }), training: { epochs, steps, trainingMs } };
  },
});
