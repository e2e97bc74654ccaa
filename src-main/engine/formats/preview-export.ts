import type { ExportPreview, PreviewedFiles } from '../../../src-shared/domain/export-preview.ts';
import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import type { QuantisationScheme } from '../../../src-shared/domain/quantisation.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { quantiseNetwork } from '../quantisation/quantise-model.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import { MEMBERS } from './capsule/manifest.ts';
import { readMembers } from './capsule/read-capsule.ts';
import type { WrittenFile } from './format.ts';
import type { HandOver } from './hand-over.ts';
import { formats } from './index.ts';
import { decodeModel } from './native.ts';

/** What may be asked about a file that is not written yet. */
export interface ExportQuestion {
  readonly kind: 'export';
  /** Its native file. */
  readonly model: Uint8Array;
  readonly name: string;
  /** The format with all its parameters. */
  readonly value: AlgorithmValue;
  /** For formats that take it along, without its check items and programs; null where nothing was measured yet. */
  readonly handOver: Omit<HandOver, 'createSha256' | 'checks' | 'programs'> | null;
}

export interface PreviewPorts {
  engine(): Promise<Engine>;
  readonly createSha256: HandOver['createSha256'];
  /** That go into capsules. Throws `not-found`. */
  programs(): Promise<HandOver['programs']>;
}

const CHECK_ITEMS = 256;

export type WrittenPreview = Omit<ExportPreview, 'latency'>;

/**
 * Writes the files to memory as an export would. Ranges of whole steps come from made-up items, as they change no size but that of
 * texts; what the format refuses is a value.
 */
export async function previewExport(
  { model: bytes, name, value, handOver }: ExportQuestion,
  { engine, createSha256, programs }: PreviewPorts,
): Promise<WrittenPreview> {
  const { id, params } = splitAlgorithm(value, 'format');
  const format = formats.require(id);
  try {
    const stored = decodeModel(bytes);
    const named: Model = { ...stored, card: { ...stored.card, name } };
    const scheme = format.quantisation?.(params, named.graph) ?? null;
    const model = scheme === null ? named : await quantised(named, scheme, engine);
    const isHandOver = format.handsOver === true && handOver !== null;
    const more = isHandOver
      ? { handOver: { ...handOver, checks: checksOf(stored, handOver.quality), programs: await programs(), createSha256 } }
      : {};
    const files = await format.write(model, { name, params, ...more });
    const isExact = format.handsOver !== true && (scheme === null || scheme.precision !== 'int8');
    return { format: id, params, refusal: null, written: { ...sizesOf(files), isExact, ...contentsOf(format.handsOver === true, files) } };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const { message, hint = null, path = null } = thrown.error;
    return { format: id, params, written: null, refusal: { message, hint, path } };
  }
}

function sizesOf(files: readonly WrittenFile[]): Pick<PreviewedFiles, 'files' | 'bytes'> {
  const sizes = files.map(file => ({ name: file.name, bytes: file.bytes.length }));
  return { files: sizes, bytes: sizes.reduce((sum, size) => sum + size.bytes, 0) };
}

function contentsOf(isArchive: boolean, [file]: readonly WrittenFile[]): Pick<PreviewedFiles, 'contents' | 'card'> {
  if (!isArchive || file === undefined) return { contents: [], card: null };
  const members = readMembers(file.bytes);
  const page = members[MEMBERS.page];
  return {
    contents: Object.entries(members).map(([name, bytes]) => ({ name, bytes: bytes.length })),
    card: page === undefined ? null : new TextDecoder().decode(page),
  };
}

/** As many as an export takes along, about, and as large: their values say nothing of a size. */
function checksOf({ card }: Model, { split, items: measured }: HandOver['quality']): HandOver['checks'] {
  const items = Math.min(CHECK_ITEMS, measured);
  const width = card.task === 'binary' ? 1 : Math.max(1, card.classes.length);
  const inputs = new Float32Array(items * sizeOf(card.inputShape));
  return { split, items, width, inputs, answers: new Float32Array(items * width), targets: new Int32Array(items) };
}

async function quantised(model: Model, scheme: QuantisationScheme, engine: () => Promise<Engine>): Promise<Model> {
  const { tf } = await engine();
  const data = madeUpItems(model.card.inputShape, model.card.task);
  const { network } = await quantiseNetwork(model, scheme, { tf, data, seed: 1, turn: () => Promise.resolve() });
  return { ...network, masks: {}, card: model.card };
}

/** Two items of zeros and ones, which are numbers of tokens, too. */
function madeUpItems(inputShape: Shape, task: Task): TrainingData {
  const width = sizeOf(inputShape);
  return {
    ...{ inputShape, task, outputs: 1 },
    count: () => 2,
    gather: (_, positions) => ({
      inputs: Float32Array.from({ length: positions.length * width }, (__, i) => i % 2),
      targets: new Int32Array(positions.length),
    }),
  };
}
