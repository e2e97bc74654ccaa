import { describe, expect, it } from 'vitest';
import { compressedBytes, decodeModel, denseFileBytes, encodeModel } from '../../../../src-main/engine/formats/native.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { presetModel } from '../../../support/format-models.ts';

const dense = presetModel('mlp', { hidden: [9, 4], batchNorm: true }, [5]);
const pruned = pruneAtRandom(dense, { fc1: 0.3, fc2: 0.5 });

describe('the native model file', () => {
  it.each([
    ['dense', dense],
    ['pruned', pruned],
  ])('gives back a %s model, bit for bit', (_kind, model) => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('is the same bytes for the same model, in whatever order its parts came', () => {
    const turned = Object.fromEntries(Object.entries(pruned.parameters).reverse());
    expect(encodeModel({ ...structuredClone(pruned), parameters: turned })).toEqual(encodeModel(pruned));
  });

  it('reads files of version 1, which had the weights plain and a mask in one bit a weight', () => {
    expect(decodeModel(encodeTensorFile(versionOne(pruned)))).toEqual(pruned);
  });

  it('keeps a pruned weight that is -0, which no code can say', () => {
    const { shape, values } = pruned.parameters['fc1/kernel'] as Parameters[string];
    const odd = values.map((value, i) => (pruned.masks['fc1/kernel']?.[i] === 0 ? -0 : value));
    const model = { ...pruned, parameters: { ...pruned.parameters, 'fc1/kernel': { shape, values: odd } } };
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('of a dense model is as long as its structure says', () => {
    expect(encodeModel(dense)).toHaveLength(denseFileBytes(dense.graph, dense.card));
    const zeros = Object.entries(dense.parameters).map(
      ([name, { shape, values }]) => [name, { shape, values: values.map(() => 0) }] as const,
    );
    const vectors = Object.fromEntries(zeros.filter(([name]) => !name.endsWith('/kernel')));
    const started = { ...dense, parameters: { ...dense.parameters, ...vectors } };
    expect(encodeModel(started)).toHaveLength(denseFileBytes(dense.graph, dense.card));
  });

  it('leaves dense weights to be read by others, and codes those that share few values', () => {
    expect(Object.keys(decodeTensorFile(encodeModel(dense)).tensors)).toEqual(Object.keys(dense.parameters).sort());
    const { shape, values } = dense.parameters['fc1/kernel'] as Parameters[string];
    const shared = { shape, values: values.map(value => Math.sign(value)) };
    const model = { ...dense, parameters: { ...dense.parameters, 'fc1/kernel': shared } };
    const { tensors } = decodeTensorFile(encodeModel(model));
    expect(tensors['coded:fc1/kernel']?.values.length).toBeLessThan((5 * 9 * 4) / 4);
    expect(tensors['fc1/kernel']).toBeUndefined();
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  it('of LeNet-300-100 pruned 12 times compresses to less than a sixth of the dense one', () => {
    const lenet = presetModel('mlp', { hidden: [300, 100] }, [28, 28, 1]);
    const before = compressedBytes(encodeModel(lenet));
    const after = compressedBytes(encodeModel(pruneAtRandom(lenet, { fc1: 0.08, fc2: 0.09, fc3: 0.26 })));
    expect(before).toBeGreaterThan(900_000);
    expect(after).toBeLessThan(before / 6);
  });
});

describe('a native file from outside is refused', () => {
  const broken = (change: (file: Mutable) => void, from = encodeModel(pruned)): (() => unknown) => {
    const { metadata, tensors } = decodeTensorFile(from);
    const file = { metadata: { ...metadata }, tensors: { ...tensors } } as Mutable;
    change(file);
    const bytes = encodeTensorFile(file);
    return () => decodeModel(bytes);
  };
  const withCard = (change: object) => (file: Mutable) => (file.metadata['card'] = canonicalJson({ ...pruned.card, ...change }));
  const withGraph = (from: string, to: string) => (file: Mutable) =>
    (file.metadata['graph'] = (file.metadata['graph'] ?? '').replace(from, to));

  it.each([
    ['when it is not a model', (file: Mutable) => delete file.metadata['espalier'], 'not a model of this program'],
    [
      'when it is of another version',
      (file: Mutable) => (file.metadata['espalier'] = '3'),
      'version 1 or 2 is required, this one is of version 3',
    ],
    ['without a graph', (file: Mutable) => delete file.metadata['graph'], "must have a text 'graph'"],
    ['when the graph is no JSON', (file: Mutable) => (file.metadata['graph'] = '{'), 'well-formed JSON is required'],
    ['with a layer nobody knows', withGraph('"batch-norm"', '"batch-nrm"'), "a known layer is required, got 'batch-nrm'"],
    ['with a layer of absurd size', withGraph('"units":9', '"units":900000'), '4500000 numbers take 17579 bytes at least'],
    ['with a cycle', withGraph('"inputs":["norm1"]', '"inputs":["fc3"]'), 'needs inputs that stand before it'],
    ['without a parameter', (file: Mutable) => delete file.tensors['fc3/bias'], "'fc3/bias' must be float32 of [5], it is missing"],
    [
      'with a tensor the graph lacks',
      (file: Mutable) => (file.tensors['fc9/bias'] = { shape: [1], values: new Float32Array(1) }),
      'Only tensors that the graph declares',
    ],
    [
      'with a mask for nothing',
      (file: Mutable) => (file.tensors['mask:fc9/kernel'] = { shape: [1], values: new Uint8Array(1) }),
      'Only tensors that the graph declares',
    ],
    [
      'with a parameter of another type',
      (file: Mutable) => (file.tensors['fc3/bias'] = { shape: [5], values: new Int32Array(5) }),
      'it is Int32Array of [5]',
    ],
    [
      'with a parameter of another shape',
      (file: Mutable) => (file.tensors['fc3/bias'] = { shape: [1, 5], values: new Float32Array(5) }),
      'it is Float32Array of [1, 5]',
    ],
    ['when the card has another input', withCard({ inputShape: [6] }), "The card's input shape must be the graph's [5], it is [6]"],
    ['when the card has other classes', withCard({ classes: ['a', 'b'] }), 'must give 2 numbers, its graph gives 5'],
    ['when the card has no name', withCard({ name: 7 }), 'a text is required, got 7'],
    ['when the card has a step nobody knows', withCard({ preprocessing: [{ kind: 'magic' }] }), 'a list of known steps is required'],
    [
      'when a step of the card lacks its number',
      withCard({ preprocessing: [{ kind: 'scale', factor: 'half', offset: 0 }] }),
      'a list of known steps is required',
    ],
    [
      'when a column of the card lacks its mean',
      withCard({ preprocessing: [{ kind: 'table', columns: [{ column: 'age', kind: 'number', deviation: 1, missing: 0 }] }] }),
      'a list of known steps is required',
    ],
    ['when the card has a task nobody knows', withCard({ task: 'ranks' }), 'one of classes, binary, labels, values is required'],
  ])('%s', (_when, change: (file: Mutable) => unknown, message) => {
    expect(broken(change)).toThrow(message);
    expect(broken(change)).toThrow('invalid-input');
  });

  it.each([
    [
      'with a mask too short',
      (file: Mutable) => (file.tensors['mask:fc1/kernel'] = { shape: [5], values: new Uint8Array(5) }),
      'A mask of 45 weights takes 6 bytes, got Uint8Array of 5',
    ],
    [
      'with weights where the mask has none',
      (file: Mutable) => (file.tensors['mask:fc1/kernel'] = { shape: [6], values: new Uint8Array(6) }),
      'Weights must be 0 where the mask says so',
    ],
    ['with a layer of absurd size', withGraph('"units":9', '"units":900000'), "'fc1/kernel' must be float32 of [5, 900000]"],
    [
      'with codes, which came later',
      (file: Mutable) => (file.tensors['coded:fc1/kernel'] = { shape: [6], values: new Uint8Array(6) }),
      'Only tensors that the graph declares',
    ],
  ])('%s, in version 1', (_when, change: (file: Mutable) => unknown, message) => {
    expect(broken(change, encodeTensorFile(versionOne(pruned)))).toThrow(message);
  });

  it('when any of its bytes was altered, unless it means the same still', () => {
    const bytes = encodeModel(pruned);
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at]! ^= 1 << (at % 8);
      try {
        expect(decodeModel(altered)).toEqual(pruned);
      } catch (thrown) {
        expect((thrown as AppFailure).error?.code).toBe('invalid-input');
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0.95 * bytes.length);
  });

  it('when it was cut off, at every length', () => {
    const bytes = encodeModel(pruned);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeModel(bytes.slice(0, length))).toThrow('invalid-input: A whole model file is required');
    }
  });

  it('when tensors share their bytes, which could ask for more memory than the file has', () => {
    const header = new TextEncoder().encode(
      '{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}',
    );
    const bytes = new Uint8Array(8 + header.length + 8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    expect(() => decodeModel(bytes)).toThrow('The tensors claim 16 bytes together, the file has 8');
  });
});

/** As the first version wrote it. */
function versionOne({ graph, card, parameters, masks }: Model): TensorFile {
  const bits = Object.entries(masks).map(([name, mask]) => {
    const values = new Uint8Array(Math.ceil(mask.length / 8));
    mask.forEach((kept, i) => (values[Math.floor(i / 8)]! += kept * 2 ** (i % 8)));
    return [`mask:${name}`, { shape: [values.length], values }] as const;
  });
  return {
    metadata: { espalier: '1', graph: canonicalJson(graph), card: canonicalJson(card) },
    tensors: { ...parameters, ...Object.fromEntries(bits) },
  };
}

interface Mutable {
  metadata: Record<string, string>;
  tensors: Record<string, TensorFile['tensors'][string]>;
}

function pruneAtRandom(model: Model, keep: Readonly<Record<string, number>>): Model {
  const masks: Record<string, Uint8Array> = {};
  const parameters: Record<string, Parameters[string]> = { ...model.parameters };
  const random = createRandom(3);
  for (const [node, kept] of Object.entries(keep)) {
    const name = `${node}/kernel`;
    const { shape, values } = parameters[name] as Parameters[string];
    const mask = Uint8Array.from(values, () => Number(random.next() < kept));
    masks[name] = mask;
    parameters[name] = { shape, values: values.map((value, i) => (mask[i] === 1 ? value : 0)) };
  }
  return { ...model, masks, parameters };
}
