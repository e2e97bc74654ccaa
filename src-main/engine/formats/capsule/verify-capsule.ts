import type { ModelCard } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Evaluation } from '../../../../src-shared/domain/report.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { isWithin } from '../../../../src-shared/domain/verification.ts';
import type { CreateSha256 } from '../../data/ports.ts';
import { measureLatency } from '../../evaluation/latency.ts';
import { HALF } from '../../evaluation/outcomes.ts';
import { sizeFigures } from '../../evaluation/size.ts';
import type { RuntimeSession } from '../format.ts';
import { decodeNpy } from '../lib/npy.ts';
import { compressedBytes, decodeModel } from '../native.ts';
import { openOnnx } from '../onnx/session.ts';
import { verifyExport } from '../verify.ts';
import { MEMBERS, type CapsuleProof } from './manifest.ts';
import { readCapsule, type Capsule } from './read-capsule.ts';

/** One statement of a capsule, and what was found. */
export interface Finding {
  readonly what: string;
  readonly stated: string;
  readonly found: string;
  readonly holds: boolean;
}

export interface CapsuleVerdict {
  readonly holds: boolean;
  readonly name: string;
  readonly runtime: string;
  readonly findings: readonly Finding[];
  /** Here and now, on one thread; nothing it is held to. Milliseconds. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number } | null;
}

export interface VerifyPorts {
  readonly createSha256: CreateSha256;
  nowMs(): number;
  turn(): Promise<void>;
}

/**
 * Looks whether a capsule is what it says: every member by its hash, the model's counts from its own file, and its answers to
 * the enclosed items in onnxruntime. Throws `invalid-input` for what is no capsule, or has nothing to be held to.
 */
export async function verifyCapsule(bytes: Uint8Array, ports: VerifyPorts): Promise<CapsuleVerdict> {
  const capsule = readCapsule(bytes);
  const { manifest, members } = capsule;
  if (manifest.proof === null)
    throw invalidInput('A capsule with items to check it by is required, this one has none', { path: MEMBERS.manifest });
  const session = await openOnnx(members[MEMBERS.model]!, { threads: 1 });
  try {
    const findings = [
      ...memberFindings(capsule, ports),
      ...countFindings(members[MEMBERS.native]!, manifest.proof),
      ...(await answerFindings(capsule, manifest.proof, { session, ports })),
    ];
    const latency = findings.every(({ holds }) => holds) ? await timed(capsule, session, ports) : null;
    return { holds: findings.every(({ holds }) => holds), name: manifest.card.name, runtime: session.runtime, findings, latency };
  } finally {
    await session.close();
  }
}

/** Nothing is missing, nothing was put in, nothing is another. */
function memberFindings({ manifest: { files }, members }: Capsule, { createSha256 }: VerifyPorts): readonly Finding[] {
  const names = [...new Set([...Object.keys(files), ...Object.keys(members)])].filter(name => name !== MEMBERS.manifest);
  return names.map(name => {
    const [stated, bytes] = [files[name], members[name]];
    const hash = createSha256();
    hash.update(bytes ?? new Uint8Array(0));
    const found = bytes === undefined ? 'missing' : hash.digest();
    return { what: name, stated: stated?.sha256 ?? 'nothing', found, holds: stated?.sha256 === found && stated.bytes === bytes?.length };
  });
}

function countFindings(native: Uint8Array, { size }: CapsuleProof): readonly Finding[] {
  const counted = sizeFigures(decodeModel(native), { bytes: native.length, compressedBytes: compressedBytes(native) });
  return (['parameters', 'nonZeros', 'multiplyAdds'] as const).map(what => ({
    what,
    stated: String(size[what]),
    found: String(counted[what]),
    holds: size[what] === counted[what],
  }));
}

async function answerFindings(
  { manifest, members }: Capsule,
  { checks: { items, width }, quality }: CapsuleProof,
  { session, ports }: { readonly session: RuntimeSession; readonly ports: VerifyPorts },
): Promise<readonly Finding[]> {
  const { card, tolerance, agreement } = manifest;
  const inputs = floats(members, MEMBERS.inputs, [items, ...card.inputShape]);
  const answers = floats(members, MEMBERS.answers, [items, width]);
  const request = {
    session,
    task: card.task,
    expected: answers,
    width,
    tolerance,
    ...(agreement !== undefined && { agreement }),
    turn: () => ports.turn(),
  };
  const found = await verifyExport({ ...request, batches: [{ inputs, items }] });
  const right = rightAnswers(card, answers, npy(members, MEMBERS.targets).values);
  return [
    {
      what: `answers to ${items} items`,
      stated: `within ${found.tolerance}`,
      found: `${found.maxDifference}`,
      holds: isWithin(found, items),
    },
    ...(right === null ? [] : [qualityFinding(quality, right, items)]),
  ];
}

/** The enclosed items must be a fair sample of the stated quality: no better than five standard errors above it. */
function qualityFinding(quality: Evaluation, right: number, items: number): Finding {
  const stated = 1 - (quality.errors ?? 0) / Math.max(1, quality.items);
  const found = right / items;
  const error = Math.sqrt(Math.max(stated * (1 - stated), 1 / items) / items);
  return {
    what: 'right answers among them',
    stated: `${(100 * stated).toFixed(2)} % of the whole split`,
    found: `${(100 * found).toFixed(2)} %`,
    holds: Math.abs(found - stated) <= 5 * error,
  };
}

/** Null for a regression. */
function rightAnswers({ task, classes, thresholds }: ModelCard, answers: Float32Array, targets: ArrayLike<number>): number | null {
  if (task === 'values') return null;
  if (task === 'labels') return rightLabels({ width: classes.length, thresholds }, answers, targets);
  const width = answers.length / targets.length;
  let right = 0;
  for (let item = 0; item < targets.length; item++) {
    const row = answers.subarray(item * width, (item + 1) * width);
    const answer = task === 'binary' ? Number(row[0]! >= 0.5) : row.reduce((best, value, i) => (value > row[best]! ? i : best), 0);
    right += Number(answer === targets[item]);
  }
  return right;
}

/** Items with every label right. */
function rightLabels(
  { width, thresholds }: { readonly width: number; readonly thresholds: readonly number[] | undefined },
  answers: Float32Array,
  targets: ArrayLike<number>,
): number {
  const isRight = (share: number, i: number): boolean => share >= (thresholds?.[i % width] ?? HALF) === (targets[i] === 1);
  let right = 0;
  for (let start = 0; start < answers.length; start += width) {
    right += Number(answers.subarray(start, start + width).every((share, i) => isRight(share, start + i)));
  }
  return right;
}

async function timed(
  { manifest, members }: Capsule,
  session: RuntimeSession,
  { nowMs, turn }: VerifyPorts,
): Promise<CapsuleVerdict['latency']> {
  const { values } = npy(members, MEMBERS.inputs);
  const width = manifest.card.inputShape.reduce((product, size) => product * size, 1);
  const subject = {
    async run(items: number): Promise<void> {
      const inputs = new Float32Array(items * width);
      for (let i = 0; i < inputs.length; i++) inputs[i] = values[i % values.length]!;
      await session.predict(inputs, items);
    },
  };
  const [figures] = await measureLatency({ subjects: [subject], engine: session.runtime, nowMs, turn });
  return figures === undefined ? null : { p50Ms: figures.p50Ms, p95Ms: figures.p95Ms };
}

function npy(members: Capsule['members'], name: string): ReturnType<typeof decodeNpy> {
  const bytes = members[name];
  if (bytes === undefined) throw invalidInput(`A capsule must hold '${name}'`, { path: name });
  return decodeNpy(bytes, name);
}

function floats(members: Capsule['members'], name: string, wanted: readonly number[]): Float32Array {
  const { values, shape } = npy(members, name);
  if (!(values instanceof Float32Array) || shape.join() !== wanted.join())
    throw invalidInput(`float32 numbers of the shape [${wanted.join(', ')}] are required, got [${shape.join(', ')}]`, { path: name });
  return values;
}
