import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import { decodeTensorFile, encodeTensorFile } from '../../../src-shared/lib/tensor-file.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';

const KIND = 'soft-labels';
const VERSION = '1';

/** What makes teachers' answers what they are: the same three, the same answers. */
export interface SoftLabelSource {
  /** Manifest of the data, by hash. */
  readonly data: string;
  /** The teachers' files, by hash, in their order. */
  readonly teachers: readonly string[];
  /** Which of its items, and in which order. */
  readonly transfer: unknown;
  /** Identity of the engine: another one rounds otherwise. */
  readonly engine: string;
}

/** Answers by item. Logits, or values. */
export interface SoftLabels extends SoftLabelSource {
  /** Class names by number; empty for values. */
  readonly classes: readonly string[];
  readonly weights: readonly number[];
  /** Classes each teacher knows, by number: the columns of its answers on training items. */
  readonly known: readonly (readonly number[])[];
  /** Per teacher, on the transfer set: `[items, known]`. */
  readonly train: readonly Float32Array[];
  /** On the validation part, `[items, classes]`, in the order of the part: all teachers together, the student, the student alone. */
  readonly validation: Readonly<Partial<Record<'teacher' | 'student' | 'alone', Float32Array>>>;
}

/** Same content, same bytes. */
export function encodeSoftLabels({ train, validation, ...about }: SoftLabels): Uint8Array {
  const width = about.classes.length < 3 ? null : about.classes.length;
  const trained = train.map((values, i) => [`train/teacher.${i}`, tensorOf(values, about.known[i]?.length ?? 1)] as const);
  const judged = Object.entries(validation).map(
    ([who, values]) => [`validation/${who}`, tensorOf(values, width ?? about.known[0]?.length ?? 1)] as const,
  );
  return encodeTensorFile({
    metadata: { kind: KIND, version: VERSION, about: canonicalJson(about) },
    tensors: Object.fromEntries([...trained, ...judged]),
  });
}

/** Throws `store-damaged` for a file of another kind. */
export function decodeSoftLabels(bytes: Uint8Array): SoftLabels {
  const { metadata, tensors } = readFile(bytes);
  if (metadata['kind'] !== KIND || metadata['version'] !== VERSION) {
    throw damaged(`a file of soft labels of version ${VERSION} is required, got ${metadata['kind'] ?? 'another file'}`);
  }
  const about = JSON.parse(metadata['about'] ?? '{}') as Omit<SoftLabels, 'train' | 'validation'>;
  const valuesOf = (name: string): Float32Array | undefined => tensors[name]?.values as Float32Array | undefined;
  const validation = (['teacher', 'student', 'alone'] as const).flatMap(who => {
    const values = valuesOf(`validation/${who}`);
    return values === undefined ? [] : [[who, values] as const];
  });
  return {
    ...about,
    train: about.teachers.flatMap((_, i) => valuesOf(`train/teacher.${i}`) ?? []),
    validation: Object.fromEntries(validation),
  };
}

/** Throws `invalid-input` where they are of other data, other teachers or another transfer set. */
export function requireSameSource(labels: SoftLabels, wanted: SoftLabelSource): void {
  const path = 'softLabels';
  if (labels.data !== wanted.data) {
    throw invalidInput(`Soft labels of the data ${wanted.data.slice(0, 12)} are required, these are of ${labels.data.slice(0, 12)}`, {
      path,
      hint: 'The data has changed since: leave the field out to have them made anew.',
    });
  }
  if (canonicalJson(labels.teachers) !== canonicalJson(wanted.teachers)) {
    throw invalidInput('Soft labels of the same teachers, in the same order, are required; these are of others', { path });
  }
  if (canonicalJson(labels.transfer) !== canonicalJson(wanted.transfer)) {
    throw invalidInput('Soft labels of the same transfer set are required; these are of other items', { path });
  }
}

/** Whether they are the very bits that the teachers would answer with: of the same engine too. */
export function isSameSource(labels: SoftLabels, { data, teachers, transfer, engine }: SoftLabelSource): boolean {
  const own = { data: labels.data, teachers: labels.teachers, transfer: labels.transfer, engine: labels.engine };
  return labels.train.length === teachers.length && canonicalJson(own) === canonicalJson({ data, teachers, transfer, engine });
}

function readFile(bytes: Uint8Array): TensorFile {
  try {
    return decodeTensorFile(bytes);
  } catch (thrown) {
    throw damaged(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function tensorOf(values: Float32Array, width: number): TensorFile['tensors'][string] {
  return { shape: [values.length / width, width], values };
}

function damaged(message: string): AppFailure {
  return new AppFailure({ code: 'store-damaged', message: `These are no soft labels: ${message}`, path: 'softLabels' });
}
