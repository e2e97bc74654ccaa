import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ShrinkCard, ShrinkFigures } from '../../../src-shared/domain/shrink-card.ts';
import type { Verification } from '../../../src-shared/domain/verification.ts';
import { answersFromOutputs, outputsFromAnswers } from '../formats/answers.ts';
import type { RuntimeSession } from '../formats/format.ts';
import { compressedBytes } from '../formats/native.ts';
import { onnx } from '../formats/onnx/onnx.format.ts';
import { openOnnx } from '../formats/onnx/session.ts';
import { writeOnnx } from '../formats/onnx/write.ts';
import { allowanceOf } from '../formats/allowance.ts';
import { verifyExport } from '../formats/verify.ts';
import { costsOf } from '../graph/costs.ts';
import { kernelsOf } from '../graph/stored-kernels.ts';
import { declarationsOf } from '../graph/parameters.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { shapesOf } from '../graph/shapes.ts';
import type { ScratchFiles } from '../data/ports.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import { batchesOf, qualityOf } from './file-quality.ts';
import { itemsInTurn, latencyItems, measureLatency, type LatencyItems, type LatencySubject } from './latency.ts';
import { predictSplit } from './predict.ts';

/** One model of a card. */
export interface CardModel {
  readonly model: Model;
  /** Of its file in the workspace. */
  readonly storedBytes: number;
  /** The same items with inputs that it has for itself; left out where it takes the data's. */
  readonly data?: TrainingData | undefined;
}

export interface CardCall {
  readonly before: CardModel;
  readonly after: CardModel;
  /** The items of both. The test part is not touched. */
  readonly data: TrainingData;
  /** Answers for the models themselves, beside which their files are put. */
  readonly engine: Engine;
  readonly scratch: ScratchFiles;
  /** Of the bootstrap. */
  readonly seed: number;
  nowMs(): number;
  turn(): Promise<void>;
  /** Of timing each file, milliseconds, about. */
  readonly budgetMs?: number;
}

/** Of the training part, where there is no validation part: enough to see whether a file answers like its model. */
const MOST_TRAINING_ITEMS = 2000;
const THREADS = 1;
const BUDGET_MS = 800;
const FLOAT_BYTES = 4;
const HALF_BITS = 16;

/**
 * Writes both models as ONNX, reads the files back from the disk, and measures what was read: answers beside the model's own,
 * quality on the validation part, speed with both taking turns on one thread. Throws `invalid-input` for a model that can't be
 * exported, `verification-failed` for a file that doesn't answer with numbers.
 */
export async function measureShrinkCard(call: CardCall): Promise<ShrinkCard> {
  const files: OpenFile[] = [];
  try {
    files.push(await openAfresh(call, 'before'), await openAfresh(call, 'after'));
    const judged: Judged[] = [];
    for (const file of files) judged.push(await judge(call, file));
    const { split } = judgedPart(call.data);
    const latencies = await measureLatency({
      subjects: files.map(({ session, data = call.data }) => fileSubject(session, latencyItems(data, split))),
      engine: files[0]!.session.runtime,
      budgetMs: call.budgetMs ?? BUDGET_MS,
      nowMs: () => call.nowMs(),
      turn: () => call.turn(),
    });
    const sides = files.map((file, i): ShrinkFigures => ({ ...sizesOf(file), ...judged[i]!, latency: latencies[i]! }));
    const [before, after] = sides as [ShrinkFigures, ShrinkFigures];
    const { runtime } = files[0]!.session;
    return { runtime, threads: THREADS, compression: 'deflate-6', ...judgedPart(call.data), before, after };
  } finally {
    for (const { session } of files) await session.close();
    await call.scratch.clear();
  }
}

interface OpenFile extends CardModel {
  /** As read back. */
  readonly bytes: Uint8Array;
  readonly session: RuntimeSession;
}

async function openAfresh(call: CardCall, side: 'before' | 'after'): Promise<OpenFile> {
  const name = `${side}.onnx`;
  await call.turn();
  await call.scratch.write(name, writeOnnx(call[side].model));
  const bytes = await call.scratch.read(name);
  return { ...call[side], bytes, session: await openOnnx(bytes, { threads: THREADS }) };
}

function sizesOf({ model, storedBytes, bytes }: OpenFile): Omit<ShrinkFigures, 'latency' | 'quality' | 'verification'> {
  const { parameters, nonZeros, multiplyAdds, peakActivationBytes } = costsOf(model.graph, model.parameters, model.masks).total;
  return {
    bytes: bytes.length,
    compressedBytes: compressedBytes(bytes),
    storedBytes,
    parameters,
    nonZeros,
    multiplyAdds,
    peakMemoryBytes: Math.ceil(parameters * FLOAT_BYTES - savedBytes(model.graph) + peakActivationBytes),
  };
}

/** Fewer than in float32, of kernels that are stored smaller. */
function savedBytes(graph: ModelGraph): number {
  return [...shapesOf(graph).values()].reduce((sum, resolved) => {
    const { precision } = resolved.node;
    if (precision === undefined) return sum;
    const names = new Set(kernelsOf(resolved).map(({ name }) => name));
    const values = declarationsOf(resolved).reduce((count, { name, shape }) => count + (names.has(name) ? sizeOf(shape) : 0), 0);
    return sum + values * (FLOAT_BYTES - (precision.kind === 'integer' ? precision.bits : HALF_BITS) / 8);
  }, 0);
}

function judgedPart(data: TrainingData): Pick<ShrinkCard, 'split' | 'items'> {
  const items = data.count('validation');
  return items > 0 ? { split: 'validation', items } : { split: 'train', items: Math.min(data.count('train'), MOST_TRAINING_ITEMS) };
}

type Judged = Pick<ShrinkFigures, 'quality' | 'verification'>;

/** The file's answers beside the model's, and what they are worth. */
async function judge(call: CardCall, file: OpenFile): Promise<Judged> {
  const { engine, turn } = call;
  const { data = call.data } = file;
  const { graph, parameters, card } = file.model;
  const { split, items } = judgedPart(data);
  const part = firstItems(data, items);
  const own = await predictSplit({ engine, graph, parameters, data: part, split, turn: () => turn() });
  const { session, answers } = recording(file.session);
  const verification = await verifyExport({
    session,
    task: card.task,
    batches: batchesOf(part, split, items),
    expected: answersFromOutputs(card.task, own.outputs, items),
    width: own.width,
    ...allowanceOf(onnx, graph),
    turn: () => turn(),
  });
  const outputs = outputsFromAnswers(card.task, answers());
  const quality = split === 'validation' ? await qualityOf(call, { outputs, targets: own.targets, width: own.width }) : null;
  return { quality, verification: figuresOf(verification) };
}

function figuresOf({ runtime: _runtime, items: _items, ...figures }: Verification): ShrinkFigures['verification'] {
  return figures;
}

/** A session that remembers its answers. */
function recording(session: RuntimeSession): { readonly session: RuntimeSession; answers(): Float32Array } {
  const parts: Float32Array[] = [];
  return {
    session: {
      runtime: session.runtime,
      async predict(inputs, items) {
        const answers = await session.predict(inputs, items);
        parts.push(answers);
        return answers;
      },
      close: () => session.close(),
    },
    answers() {
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
      return all;
    },
  };
}

function firstItems(data: TrainingData, items: number): TrainingData {
  const { inputShape, task, outputs } = data;
  return { inputShape, task, outputs, count: () => items, gather: (split, positions) => data.gather(split, positions) };
}

function fileSubject(session: RuntimeSession, items: LatencyItems): LatencySubject {
  const next = itemsInTurn(items);
  return { run: async count => void (await session.predict(next(count), count)) };
}
