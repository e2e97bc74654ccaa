import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zipSync } from 'fflate';
import { capsule } from '../../../../../src-main/engine/formats/capsule/capsule.format.ts';
import { MEMBERS } from '../../../../../src-main/engine/formats/capsule/manifest.ts';
import { readCapsule } from '../../../../../src-main/engine/formats/capsule/read-capsule.ts';
import { verifyCapsule } from '../../../../../src-main/engine/formats/capsule/verify-capsule.ts';
import type { HandOver } from '../../../../../src-main/engine/formats/hand-over.ts';
import { writeZip } from '../../../../../src-main/engine/formats/lib/zip.ts';
import { graphOf } from '../../../../support/graphs.ts';
import type { Model } from '../../../../../src-shared/domain/graph/model-card.ts';

/** p(b) = σ(2x − 1) as two logits: 0 and 2x − 1. */
const model: Model = {
  graph: graphOf({ x: ['input', { shape: [1] }], out: ['dense', { units: 2 }, 'x'] }, ['out']),
  parameters: {
    'out/kernel': { shape: [1, 2], values: Float32Array.of(0, 2) },
    'out/bias': { shape: [2], values: Float32Array.of(0, -1) },
  },
  masks: {},
  card: { name: 'halves', task: 'classes', classes: ['<a>', 'b & c'], label: 'side', inputShape: [1], preprocessing: [] },
};

const inputs = Float32Array.of(-1, 0, 1, 2);
const share = (x: number): number => 1 / (1 + Math.exp(1 - 2 * x));
const estimate = { value: 0.75, low: 0.25, high: 1, over: 'items' } as const;

const handOver: HandOver = {
  checks: {
    ...{ split: 'test', items: 4, inputs, width: 2 },
    answers: Float32Array.from([...inputs].flatMap(x => [1 - share(x), share(x)])),
    // The third is wrong: 2·1 − 1 > 0 answers 'b & c'.
    targets: Int32Array.of(0, 0, 0, 1),
  },
  quality: {
    split: 'test',
    items: 4,
    task: 'classes',
    metrics: { accuracy: estimate },
    errors: 1,
    confusion: [
      [2, 1],
      [0, 1],
    ],
  },
  size: { parameters: 4, nonZeros: 3, multiplyAdds: 2, bytes: 1, compressedBytes: 1 },
  ...{ shrunk: null, controls: [] },
  origin: {
    recipe: 'espalier: 1\n',
    ...{ model: 'm'.repeat(64), data: 'd'.repeat(64) },
    steps: [{ step: 'net', replicate: null, kind: 'train', key: 'k', seed: 1, engine: 'wasm' }],
  },
  programs: { node: '// node', page: 'document.title = "</script><b>";' },
  createSha256: () => {
    const hash = createHash('sha256');
    return { update: bytes => void hash.update(bytes), digest: () => hash.digest('hex') };
  },
};

const ports = { createSha256: handOver.createSha256, nowMs: () => performance.now(), turn: () => Promise.resolve() };

async function written(change: Partial<HandOver> = {}): Promise<Uint8Array> {
  const [file] = await capsule.write(model, { name: 'halves', params: {}, handOver: { ...handOver, ...change } });
  return file!.bytes;
}

type Change = (members: Record<string, Uint8Array>) => void | Record<string, Uint8Array>;

/** The capsule with other members, packed anew. */
async function packed(change: Change): Promise<Uint8Array> {
  const members = { ...readCapsule(await written()).members };
  return writeZip(change(members) ?? members);
}

function without(name: string): Change {
  return members => Object.fromEntries(Object.entries(members).filter(([member]) => member !== name));
}

const failing = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await verifyCapsule(bytes, ports)).findings.filter(({ holds }) => !holds).map(({ what }) => what);

describe('a capsule', () => {
  it('is what it says: hashes, counts, answers, and how many of them are right', async () => {
    const verdict = await verifyCapsule(await written(), ports);
    expect(verdict.findings.filter(({ holds }) => !holds)).toEqual([]);
    expect(verdict).toMatchObject({ holds: true, name: 'halves' });
    expect(verdict.findings.find(({ what }) => what === 'right answers among them')?.found).toBe('75.00 %');
    expect(verdict.latency?.p50Ms).toBeGreaterThan(0);
  });

  it('has the same bytes twice', async () => {
    expect(await written()).toEqual(await written());
  });

  it('is found out where one byte of a member was changed', async () => {
    const found = await failing(
      await packed(members => {
        members[MEMBERS.page] = members[MEMBERS.page]!.with(100, 65);
      }),
    );
    expect(found).toEqual([MEMBERS.page]);
  });

  it('is found out where it claims fewer parameters, and where its answers are another model’s', async () => {
    expect(await failing(await written({ size: { ...handOver.size, nonZeros: 2 } }))).toEqual(['nonZeros']);
    const answers = handOver.checks.answers.map((value, i) => (i === 0 ? value + 1e-3 : value));
    expect(await failing(await written({ checks: { ...handOver.checks, answers } }))).toEqual(['answers to 4 items']);
  });

  it('is found out where it claims more right answers than its items bear out', async () => {
    const many = { items: 1000, inputs: new Float32Array(1000).fill(1), answers: new Float32Array(2000), targets: new Int32Array(1000) };
    for (let i = 0; i < 1000; i++) many.answers.set([1 - share(1), share(1)], 2 * i);
    expect(await failing(await written({ checks: { ...handOver.checks, ...many } }))).toEqual(['right answers among them']);
  });

  it('shows names as text', async () => {
    const page = new TextDecoder().decode(readCapsule(await written()).members[MEMBERS.page]);
    expect(page).toContain('&lt;a&gt;, b &amp; c');
    expect(page).not.toContain('<a>');
  });
});

describe('the page that runs it', () => {
  it('holds the model and the program, which can end neither its element nor the page', async () => {
    const { members } = readCapsule(await written());
    const page = new TextDecoder().decode(members[MEMBERS.runPage]);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).toContain('document.title = "\\x3c/script><b>";');
    const enclosed = /id="model">([^<]*)</.exec(page)?.[1] ?? '';
    expect(new Uint8Array(Buffer.from(enclosed, 'base64'))).toEqual(members[MEMBERS.native]);
    expect(page).toContain("default-src 'none'");
  });
});

describe('what is no capsule is refused', () => {
  const refusal = (bytes: Uint8Array): Promise<string> =>
    verifyCapsule(bytes, ports).then(
      () => 'taken',
      (thrown: unknown) => String(thrown),
    );

  it.each<[string, Change, string]>([
    ['a way out of the folder', members => void (members['../evil'] = new Uint8Array(1)), "this one has '../evil'"],
    ['no model', without(MEMBERS.model), "must contain 'model.onnx'"],
    ['no items', without(MEMBERS.inputs), "must hold 'check/inputs.npy'"],
    [
      'another version',
      members => void (members[MEMBERS.manifest] = new TextEncoder().encode('{"capsule":2}')),
      'version 1 is required, got 2',
    ],
    [
      'no card',
      members => {
        const manifest = JSON.parse(new TextDecoder().decode(members[MEMBERS.manifest])) as Record<string, unknown>;
        members[MEMBERS.manifest] = new TextEncoder().encode(JSON.stringify({ ...manifest, card: undefined }));
      },
      'a model card is required',
    ],
    ['no JSON', members => void (members[MEMBERS.manifest] = new TextEncoder().encode('{')), 'well-formed JSON is required'],
  ])('%s', async (_title, change, sentence) => {
    expect(await refusal(await packed(change))).toContain(sentence);
  });

  it('a member that unpacks to far more than the file', async () => {
    const members = { ...readCapsule(await written()).members, [MEMBERS.recipe]: new Uint8Array(50_000_000) };
    expect(await refusal(zipSync(members, { level: 9 }))).toContain('they claim');
  });

  it('one without anything to check it by', async () => {
    const [file] = await capsule.write(model, { name: 'halves', params: {} });
    expect(await refusal(file!.bytes)).toContain('this one has none');
  });
});
