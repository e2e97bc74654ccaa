import type { CascadeReport } from '../../src-shared/domain/serial-fusion.ts';
import type { ModelOutput, ModelSummary } from '../../src-shared/domain/step-output.ts';
import type { TrialCosts } from '../../src-shared/domain/study.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { latencyItems, type LatencyItems } from '../engine/evaluation/latency.ts';
import { compareFiles, meanTimeOf } from '../engine/evaluation/speed.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { writeOnnx } from '../engine/formats/onnx/write.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import { dataOf, type InputModel } from './job-inputs.ts';
import type { JobContext } from './job.ts';

/** Time spent on measuring how fast a file is. */
const LATENCY_BUDGET_MS = 300;

/** Milliseconds that an ONNX file takes for one item here; on the mean of these items where they are given. */
export type FileTimer = (file: Uint8Array, model: Model, items: LatencyItems | null) => Promise<number>;

interface Place {
  readonly artifacts: Pick<ArtifactFiles, 'read'>;
  /** The model that is made to fit: it knows the data. */
  readonly source: InputModel;
  /** Null where no time is asked for. */
  readonly time: FileTimer | null;
}

/** Measures with ONNX Runtime on one thread. */
export function fileTimer(context: Pick<JobContext, 'nowMs' | 'turn'>): FileTimer {
  const call = { budgetMs: LATENCY_BUDGET_MS, nowMs: () => context.nowMs(), turn: () => context.turn() };
  return async (file, { card }, items) =>
    items === null ? (await compareFiles([file, file], { ...call, card })).wholeMs : meanTimeOf(file, items, call);
}

/**
 * What a plan has left. Of what is quantised, bytes are those of its ONNX file where that is smaller, because the native one keeps
 * float32. Time is always that of the ONNX file with what it holds: an int8 file takes another time than its structure. Of a cascade,
 * multiply-adds and time are those of an item on average.
 */
export async function planCosts({ summary, file }: ModelOutput, { artifacts, source, time }: Place): Promise<TrialCosts> {
  const { parameters, multiplyAdds } = summary.size;
  const cascade = cascadeOf(summary);
  const costs = { parameters, multiplyAdds: cascade === null ? multiplyAdds : averageMultiplyAdds(summary, cascade), bytes: file.bytes };
  const isQuantised = summary.quantisation !== undefined;
  if (!isQuantised && time === null) return costs;
  const model = decodeModel(await artifacts.read(file.hash));
  const onnx = writeOnnx(model);
  if (isQuantised) costs.bytes = Math.min(file.bytes, onnx.length);
  if (time === null) return costs;
  const items = cascade === null ? null : latencyItems(await dataOf(source, artifacts), 'validation');
  return { ...costs, latencyMs: await time(onnx, model, items) };
}

/**
 * On the validation part. A cascade's thresholds were chosen on it: what counts is each half of it answered by the cascade that was
 * fitted on the other one.
 */
export function planFigures(summary: ModelSummary): Readonly<Record<string, number>> {
  const { figures } = cascadeOf(summary)?.crossFitted ?? {};
  const { error, logLoss } = figures ?? {};
  const own = error === undefined || logLoss === undefined ? summary.validation : { accuracy: 1 - error, loss: logLoss };
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [`validation.${name}`, value]));
}

function cascadeOf({ fusion }: ModelSummary): CascadeReport | null {
  return fusion?.serial?.kind === 'cascade' ? fusion.serial : null;
}

/** By the same halves. */
function averageMultiplyAdds({ fusion }: ModelSummary, { crossFitted }: CascadeReport): number {
  return Math.round(crossFitted.cost * (fusion?.members.at(-1)?.multiplyAdds ?? NaN));
}
