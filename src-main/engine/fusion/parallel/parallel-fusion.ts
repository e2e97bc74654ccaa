import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { FusedMember, FusionReport, JudgedFusion } from '../../../../src-shared/domain/fusion-report.ts';
import type { AlgorithmSpec, AlgorithmValue, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { calibrators } from '../calibration/index.ts';
import type { Calibration } from '../calibration/calibrator.ts';
import { composeMembers, finishFusion, type ComposedMembers } from '../compose-members.ts';
import { heldOutMapped, type HeldOutPredictions, type StoredPredictions } from '../held-out.ts';
import { defaultsOf, judgeFusion } from '../judge-fusion.ts';
import { memberFigures } from '../member-figures.ts';
import type { FusedNetwork, FusionCall, FusionMethod } from '../method.ts';
import { constantWarnings, predictMembers, provenOrWhyNot } from '../predict-members.ts';
import { encodePredictions } from '../predictions-file.ts';
import { createTail } from '../tail-builder.ts';
import { equalWeights, type Combiner, type FittedWeights } from './combiner.ts';
import { numberedName } from '../../../../src-shared/domain/numbered-name.ts';

const calibration = {
  kind: 'algorithm',
  registry: 'calibrator',
  tag: 'kind',
  label: 'Calibrate first',
  help: 'Brings each member’s probabilities in line with how often it is right, on the validation part.',
  optional: true,
} as const satisfies AlgorithmSpec;

type Config = Readonly<Record<string, unknown>>;

/** A combiner as a way to fuse models. */
export function parallelFusion(combiner: Combiner): FusionMethod {
  const { id, title, source, revision, help } = combiner;
  const params: ParamSpecs = { ...combiner.params, ...(combiner.tasks.includes('classes') ? { calibration } : {}) };
  return {
    ...{ id, title, source, revision, params },
    ...(help === undefined ? {} : { help }),
    fuse: call => fuseParallel(combiner, call),
  };
}

async function fuseParallel(combiner: Combiner, call: FusionCall<Config>): Promise<FusedNetwork> {
  const { members, data } = call;
  const composed = composeMembers(members, data.manifest.target.classes);
  assertTask(combiner, composed);
  const stored = await predictMembers(call);
  const predictions = stored === null ? null : provenOrWhyNot(stored);
  const calibrations = calibrationsOf(call, predictions);
  const calibrated = calibrations === null ? predictions : mapped(predictions as HeldOutPredictions, calibrations);
  const fitted = fitWeights(combiner, call, calibrated);
  const judged = calibrated === null || calibrated instanceof Error ? null : judgedOf(combiner, call, calibrated);
  const model = modelOf(combiner, composed, { width: data.outputs, fitted, calibrations });
  return { model, report: await reportOf({ combiner, call, fitted, judged, stored, predictions, isCalibrated: calibrations !== null }) };
}

function assertTask({ id, tasks }: Combiner, { card }: ComposedMembers): void {
  if (tasks.includes(card.task)) return;
  throw invalidInput(`Members whose answers are ${tasks.join(' or ')} are required for '${id}', these give ${card.task}`, {
    path: 'method.kind',
    hint: 'Average values, or weight them.',
  });
}

/** What a fit needs; says why there is none. */
function required(predictions: HeldOutPredictions | Error | null, what: string): HeldOutPredictions {
  if (predictions instanceof Error) throw predictions;
  if (predictions !== null) return predictions;
  throw invalidInput(`A validation part with at least one item is required to ${what}, but the data has none`, {
    path: 'method.fitOn',
    hint: "Import the data with a validation part, or choose 'average'.",
  });
}

function calibrationsOf(
  { config, members }: FusionCall<Config>,
  predictions: HeldOutPredictions | Error | null,
): readonly Calibration[] | null {
  if (config['calibration'] === undefined) return null;
  const held = required(predictions, 'calibrate members');
  const calibrator = calibrators.require(splitAlgorithm(config['calibration'] as AlgorithmValue).id);
  if (!calibrator.tasks.includes(held.task))
    throw invalidInput(`Members that answer with classes are required to calibrate, these give ${held.task}`, {
      path: 'method.calibration',
    });
  return members.map((_, member) => calibrator.fit(held, member));
}

function mapped(predictions: HeldOutPredictions, calibrations: readonly Calibration[]): HeldOutPredictions {
  return heldOutMapped(predictions, (outputs, member) => calibrations[member]!.apply(outputs));
}

function fitWeights(
  combiner: Combiner,
  { config, members, seed }: FusionCall<Config>,
  predictions: HeldOutPredictions | Error | null,
): FittedWeights {
  const given = combiner.given?.(config, members.length) ?? null;
  if (given !== null) return { weights: given };
  if (combiner.fit === undefined) return { weights: equalWeights(members.length) };
  const held = required(predictions, `fit '${combiner.id}'`);
  return combiner.fit({ config, predictions: held, random: createRandom(seed).split(combiner.id) });
}

function judgedOf(combiner: Combiner, { config, members, seed }: FusionCall<Config>, predictions: HeldOutPredictions): JudgedFusion {
  const costs = members.map(memberFigures);
  const random = createRandom(seed);
  return judgeFusion({ predictions, costs, chosen: { combiner, config }, defaultsOf, random });
}

interface Fitted {
  readonly width: number;
  readonly fitted: FittedWeights;
  readonly calibrations: readonly Calibration[] | null;
}

/** A member without weight is not read, and so no part of the model. */
function modelOf(combiner: Combiner, composed: ComposedMembers, { width, fitted, calibrations }: Fitted): Model {
  const used = fitted.weights.flatMap((weight, i) => (weight > 0 ? [i] : []));
  const { task } = composed.card;
  const tail = createTail(task, composed);
  const ends = used.map(i => calibrations?.[i]?.layers(tail, composed.ends[i]!) ?? composed.ends[i]!);
  const output = combiner.layers({ task, width, tail, ends, weights: used.map(i => fitted.weights[i]!) });
  return finishFusion(composed, { nodes: tail.nodes, output });
}

interface ReportParts {
  readonly combiner: Combiner;
  readonly call: FusionCall<Config>;
  readonly fitted: FittedWeights;
  readonly judged: JudgedFusion | null;
  readonly stored: StoredPredictions | null;
  readonly predictions: HeldOutPredictions | Error | null;
  readonly isCalibrated: boolean;
}

async function reportOf({ combiner, call, fitted, judged, stored, predictions, isCalibrated }: ReportParts): Promise<FusionReport> {
  const { members, data, config } = call;
  const isFitted = isCalibrated || (combiner.fit !== undefined && (combiner.given?.(config, members.length) ?? null) === null);
  const bytes = stored === null ? null : encodePredictions(stored);
  const reported = members.map((member, i): FusedMember => {
    const { name, replicate, modelId } = member;
    return { name, replicate, modelId, weight: fitted.weights[i]!, ...memberFigures(member) };
  });
  const idle = reported
    .filter(({ weight }) => weight === 0)
    .map(({ name, replicate }) => `'${numberedName(name, replicate)}' has no weight and is no part of the model`);
  const unproven = predictions instanceof Error ? [`The members could not be judged: ${messageOf(predictions)}`] : [];
  const constant = stored === null ? [] : constantWarnings(stored, members, data.manifest.target.classes);
  return {
    method: combiner.id,
    members: reported,
    fittedOn: isFitted ? { split: 'validation', items: data.count('validation') } : null,
    ...(fitted.selection === undefined ? {} : { selection: fitted.selection }),
    judged,
    predictions: bytes === null ? null : await call.keep(bytes),
    warnings: [...constant, ...idle, ...unproven],
  };
}

function messageOf(error: Error): string {
  return error.message.replace(/^invalid-input: /, '');
}
