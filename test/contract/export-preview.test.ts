import { describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { encodeModel } from '../../src-main/engine/formats/native.ts';
import { previewExport, type ExportQuestion } from '../../src-main/engine/formats/preview-export.ts';
import { quantiseNetwork } from '../../src-main/engine/quantisation/quantise-model.ts';
import { createSha256 } from '../../src-main/platform/sha256.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import { resolveAlgorithm } from '../support/format-values.ts';
import { presetModel, randomInputs } from '../support/format-models.ts';

const mlp = presetModel('mlp', { hidden: [12, 5] }, [6]);
const lenet = presetModel('lenet5', {}, [28, 28, 1]);
const programs = { node: '// for Node', page: '// for a browser' };
const ports = { engine: () => createWasmEngine(), createSha256, programs: () => Promise.resolve(programs) };

function preview(model: Model, value: string | Readonly<Record<string, unknown>>, handOver: ExportQuestion['handOver'] = null) {
  return previewExport(
    { kind: 'export', model: encodeModel(model), name: 'a longer name', value: resolveAlgorithm(value), handOver },
    ports,
  );
}

async function writtenSizes(model: Model, value: string | Readonly<Record<string, unknown>>) {
  const { format: id, ...params } = resolveAlgorithm(value);
  const named = { ...model, card: { ...model.card, name: 'a longer name' } };
  const files = await formats.require(String(id)).write(named, { name: 'a longer name', params });
  return files.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
}

describe('what an export would write', () => {
  it.each(formats.all.filter(format => format.handsOver !== true && format.quantisation === undefined).map(({ id }) => id))(
    'is known to the byte as %s',
    async id => {
      const { written, refusal } = await preview(mlp, id);
      expect(refusal).toBeNull();
      expect(written?.files).toEqual(await writtenSizes(mlp, id));
      expect(written?.bytes).toBe(written?.files.reduce((sum, { bytes }) => sum + bytes, 0));
      expect(written).toMatchObject({ isExact: true, contents: [], card: null });
    },
  );

  it('is nearly known in whole steps, whose ranges come from items', async () => {
    const { tf } = await createWasmEngine();
    const value = resolveAlgorithm({ format: 'onnx', precision: 'int8' });
    const { format: _, ...params } = value;
    const scheme = formats.require('onnx').quantisation?.(params, lenet.graph);
    const inputs = randomInputs(lenet, 8, 3);
    const data = {
      ...{ inputShape: [28, 28, 1], task: 'classes' as const, outputs: 10, count: () => 8 },
      gather: (__: unknown, positions: Uint32Array) => ({
        inputs: inputs.slice(0, positions.length * 784),
        targets: new Int32Array(positions.length),
      }),
    };
    const { network } = await quantiseNetwork(lenet, scheme!, { tf, data, seed: 1, turn: async () => {} });
    const [file] = await writtenSizes({ ...network, masks: {}, card: lenet.card }, value);
    const { written } = await preview(lenet, { format: 'onnx', precision: 'int8' });
    expect(written?.isExact).toBe(false);
    expect(Math.abs(written!.bytes / file!.bytes - 1)).toBeLessThan(0.001);
    expect(written!.bytes).toBeLessThan(0.3 * (await preview(lenet, 'onnx')).written!.bytes);
  });

  it('is refused with the layer and a way out where the format has no form', async () => {
    const series = presetModel('lstm', { units: 4 }, [6, 3]);
    const { written, refusal } = await preview(series, 'c-header');
    expect(written).toBeNull();
    expect(refusal?.message).toMatch(/can't be written|required/);
  });

  it('shows what lies in a capsule, and its card with the figures that were measured', async () => {
    const empty = await preview(mlp, 'capsule');
    expect(empty.written?.contents.map(({ name }) => name)).toContain('model.onnx');
    const quality = {
      ...{ split: 'test' as const, items: 40, task: 'classes' as const, errors: 3 },
      metrics: { error: { value: 0.075, low: 0.02, high: 0.2, over: 'items' as const } },
    };
    const size = { parameters: 1, nonZeros: 1, multiplyAdds: 1, bytes: 1, compressedBytes: 1 };
    const origin = { recipe: null, model: 'a'.repeat(64), data: 'b'.repeat(64), steps: [] };
    const { written } = await preview(mlp, 'capsule', { quality, size, shrunk: null, controls: [], origin });
    const sizes = new Map(written?.contents.map(({ name, bytes }) => [name, bytes]));
    const onnx = (await preview(mlp, 'onnx')).written!.bytes;
    expect(sizes.get('model.onnx')).toBe(onnx);
    // 40 items of 6 float32 numbers, and the head of an array.
    expect(sizes.get('check/inputs.npy')).toBe(128 + 40 * 6 * 4);
    expect(sizes.get('run.mjs')).toBe(programs.node.length);
    expect(written?.card).toContain('3 of 40 answers are wrong on the test split');
    expect(written?.isExact).toBe(false);
  });
});
