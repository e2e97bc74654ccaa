import type { CascadeReport } from '../../../../src-shared/domain/serial-fusion.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createRandom, shuffle, type Random } from '../../../../src-shared/lib/random.ts';
import { latencyItems, measureLatency, modelSubject } from '../../evaluation/latency.ts';
import { CONFIDENCES, type Confidence } from '../../graph/confidence.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { composeMembers } from '../compose-members.ts';
import { heldOutRows, type HeldOutPredictions } from '../held-out.ts';
import { defaultsOf, judgeFusion } from '../judge-fusion.ts';
import { figuresOf, itemLosses, matchedOf, measureOf } from '../judge-outputs.ts';
import { memberFigures } from '../member-figures.ts';
import { defineFusionMethod, type FusedNetwork, type FusionCall } from '../method.ts';
import { fitOn } from '../parallel/fitted-params.ts';
import { constantWarnings, predictMembers, provenOrWhyNot } from '../predict-members.ts';
import { encodePredictions } from '../predictions-file.ts';
import { buildCascade } from './build-cascade.ts';
import { cascadeAnswers, fitCascade, type CascadeTarget } from './fit-cascade.ts';
import { reportedMembers } from './serial-report.ts';

interface Config {
  readonly confidence: Confidence;
  readonly target: CascadeTarget;
}

/** Cheap models answer what they are sure of; the rest goes on to the next. */
export const cascade = defineFusionMethod({
  id: 'cascade',
  title: 'Cascade',
  help: 'A cheap member answers the items it is sure of; the others go on to the next, dearer one.',
  source: 'Wang 2020, arXiv:2012.01988; temperatures: Guo 2017, arXiv:1706.04599',
  revision: 1,
  params: {
    confidence: {
      kind: 'choice',
      label: 'Sure by',
      help: 'The greatest probability, its lead over the next, or how little entropy all of them have.',
      default: 'max-probability',
      options: CONFIDENCES,
    },
    target: {
      kind: 'variant',
      label: 'Target',
      help: 'What the thresholds are chosen for, on held-out items.',
      default: { accuracyLoss: 0.001 },
      variants: {
        accuracyLoss: {
          kind: 'number',
          label: 'Accuracy that may be lost',
          help: 'Against the last member alone, as a share of the items; the cheapest setting that keeps to it is taken.',
          min: 0,
          max: 1,
        },
        cost: {
          kind: 'number',
          label: 'Cost allowed',
          help: 'Multiply-adds of an item on average, as a share of the last member’s; the most accurate setting within it is taken.',
          min: 0,
          aboveMin: true,
          max: 10,
        },
      },
    },
    fitOn,
  },
  async fuse(call) {
    const config: Config = { confidence: call.config.confidence, target: call.config.target };
    assertStages(call);
    const predictions = await heldOut(call);
    const costs = call.members.map(member => memberFigures(member).multiplyAdds);
    const fit = fitCascade({ predictions, costs, ...config });
    const point = fit.curve[fit.chosen]!;
    const rule = { confidence: config.confidence, thresholds: point.thresholds, temperatures: fit.temperatures };
    const model = buildCascade(call.members, rule, call.data.manifest.target.classes);
    const random = createRandom(call.seed);
    const serial: CascadeReport = {
      kind: 'cascade',
      ...fit,
      confidence: config.confidence,
      expectedMultiplyAdds: point.cost * costs[costs.length - 1]!,
      crossFitted: crossFitted({ predictions, costs, config, random }),
      latency: await latencies(call, model),
    };
    return { model, report: await reportOf(call, { serial, predictions }) };
  },
});

/** Before anything is computed. */
function assertStages({ members, data }: FusionCall<unknown>): void {
  if (members.length < 2 || members.length > 8) {
    throw invalidInput(`A cascade needs 2 to 8 members, from the cheapest to the dearest, got ${members.length}`, { path: 'members' });
  }
  composeMembers(members, data.manifest.target.classes);
}

async function heldOut(call: FusionCall<unknown>): Promise<HeldOutPredictions> {
  const stored = await predictMembers(call);
  if (stored === null) {
    throw invalidInput('A validation part with at least one item is required to choose thresholds on, but the data has none', {
      path: 'method.fitOn',
    });
  }
  const predictions = provenOrWhyNot(stored);
  if (predictions instanceof Error) throw predictions;
  return predictions;
}

interface CrossFit {
  readonly predictions: HeldOutPredictions;
  readonly costs: readonly number[];
  readonly config: Config;
  readonly random: Random;
}

/** Each half of the items answered by the cascade that was fitted on the other one. */
function crossFitted({ predictions, costs, config, random }: CrossFit): CascadeReport['crossFitted'] {
  const { items, width, task } = predictions;
  const order = Uint32Array.from({ length: items }, (_, i) => i);
  shuffle(order, random.split('halves'));
  const halves = [order.slice(0, items >> 1), order.slice(items >> 1)];
  const outputs = new Float32Array(items * width);
  let cost = 0;
  for (const [half, rows] of halves.entries()) {
    const fit = fitCascade({ predictions: heldOutRows(predictions, halves[1 - half]!), costs, ...config });
    const answered = cascadeAnswers(heldOutRows(predictions, rows), { fit, costs, confidence: config.confidence });
    rows.forEach((row, i) => outputs.set(answered.outputs.subarray(i * width, (i + 1) * width), row * width));
    cost += (answered.cost * rows.length) / items;
  }
  const losses = predictions.outputs.map(own => itemLosses(predictions, own));
  const measures = losses.map(own => measureOf(task, own));
  const best = measures.indexOf(Math.min(...measures));
  const own = itemLosses(predictions, outputs);
  return { figures: figuresOf(predictions, outputs, own), againstBest: matchedOf(task, own, losses[best]!), cost };
}

/** Each member by itself, then the cascade, in turns on real items. */
async function latencies(call: FusionCall<unknown>, model: Model): Promise<CascadeReport['latency']> {
  const { data, hooks, members } = call;
  hooks.report({ fraction: 0.9, stage: 'evaluating' });
  const engine = await call.engine({ graph: model.graph, data, training: null });
  const items = latencyItems(data, 'validation');
  const subjects = [...members.map(member => member.model), model].map(one => modelSubject(engine, one, items));
  try {
    return await measureLatency({ subjects, engine: engine.identity, nowMs: () => hooks.nowMs(), turn: () => hooks.turn(), budgetMs: 800 });
  } finally {
    for (const subject of subjects) subject.dispose();
  }
}

async function reportOf(
  call: FusionCall<unknown>,
  { serial, predictions }: { readonly serial: CascadeReport; readonly predictions: HeldOutPredictions },
): Promise<FusedNetwork['report']> {
  const { members, data, seed } = call;
  const costs = members.map(memberFigures);
  const stored = { ...predictions, members: storedMembers(call, predictions) };
  const bytes = encodePredictions(stored);
  return {
    method: 'cascade',
    members: reportedMembers(members),
    fittedOn: { split: 'validation', items: predictions.items },
    judged: judgeFusion({ predictions, costs, chosen: null, defaultsOf, random: createRandom(seed) }),
    predictions: bytes === null ? null : await call.keep(bytes),
    serial,
    warnings: constantWarnings(stored, members, data.manifest.target.classes),
  };
}

function storedMembers({ members }: FusionCall<unknown>, { outputs, itemNumbers, source }: HeldOutPredictions) {
  return members.map(({ name, trainedOn }, i) => ({ name, parts: [{ source, items: itemNumbers, trainedOn, outputs: outputs[i]! }] }));
}
