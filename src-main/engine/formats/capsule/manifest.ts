import { SPLITS, type Split } from '../../../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../../../src-shared/domain/graph/model-card.ts';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import type { Evaluation, SizeFigures } from '../../../../src-shared/domain/report.ts';
import type { ShrinkCard } from '../../../../src-shared/domain/shrink-card.ts';
import type { PruningControl } from '../../../../src-shared/domain/step-output.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { parseCard, parseJson } from '../card.ts';
import type { Origin } from '../hand-over.ts';

/** Members of a capsule. The first three are always there. */
export const MEMBERS = {
  manifest: 'manifest.json',
  model: 'model.onnx',
  native: 'model.espalier',
  page: 'card.html',
  python: 'run.py',
  node: 'run.mjs',
  runPage: 'run.html',
  recipe: 'recipe.yaml',
  inputs: 'check/inputs.npy',
  answers: 'check/answers.npy',
  targets: 'check/targets.npy',
} as const;

/** What a capsule says of itself; `verifyCapsule` looks whether it is so. */
export interface CapsuleManifest {
  readonly capsule: 1;
  readonly card: ModelCard;
  /** Allowed absolute difference of an answer. */
  readonly tolerance: number;
  /** Share of the items whose answer must be the same; absent where the differences alone decide. */
  readonly agreement?: number;
  /** Of every other member. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string | null }>>;
  readonly proof: CapsuleProof | null;
}

export interface CapsuleProof {
  readonly checks: { readonly split: Split; readonly items: number; readonly width: number };
  /** On the whole of the split. */
  readonly quality: Evaluation;
  readonly size: SizeFigures;
  readonly shrunk: ShrinkCard | null;
  readonly controls: readonly PruningControl[];
  readonly origin: Omit<Origin, 'recipe'>;
}

const MAX_MEMBERS = 64;
const SHA256 = /^[0-9a-f]{64}$/;

/** Throws `invalid-input`, saying which part is not what it must be. What only a person reads is taken as it is. */
export function parseManifest(text: string): CapsuleManifest {
  const raw = parseJson(text, MEMBERS.manifest);
  if (!isObject(raw) || raw['capsule'] !== 1) throw refused('capsule', 'a capsule of version 1', isObject(raw) ? raw['capsule'] : raw);
  const { tolerance, agreement = 1, files, proof } = raw;
  if (!isShare(tolerance) || !isShare(agreement)) throw refused('tolerance', 'a number from 0 to 1', tolerance);
  if (!isObject(files) || Object.keys(files).length > MAX_MEMBERS || !Object.values(files).every(isFile))
    throw refused('files', 'sizes and hashes of the members', files);
  if (proof !== null && !isProof(proof)) throw refused('proof', 'what the model was checked with', proof);
  return { ...raw, card: parseCard(cardIn(raw)) } as unknown as CapsuleManifest;
}

/** As a text of its own; `null` where there is none. */
function cardIn(raw: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(raw['card'] ?? null);
}

function isFile(file: unknown): boolean {
  if (!isObject(file)) return false;
  const { bytes, sha256 } = file;
  return isCount(bytes) && (sha256 === null || (typeof sha256 === 'string' && SHA256.test(sha256)));
}

function isProof(proof: unknown): boolean {
  if (!isObject(proof)) return false;
  const { checks, size, quality, origin } = proof;
  return (
    isObject(checks) &&
    SPLITS.includes(checks['split'] as Split) &&
    isCount(checks['items']) &&
    isCount(checks['width']) &&
    isObject(size) &&
    Object.values(size).every(isCount) &&
    isObject(quality) &&
    isObject(quality['metrics']) &&
    isObject(origin)
  );
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function refused(path: string, required: string, came: unknown): Error {
  return invalidInput(`${required} is required, got ${shown(came)}`, { path: `${MEMBERS.manifest}: ${path}` });
}
