/**
 * Writes a model of WIDTH² parameters in one format to FOLDER and prints what that took, as JSON. A process of its own, so that its
 * greatest memory is that of the export: `node --expose-gc export-large.ts FORMAT WIDTH FOLDER`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formats } from '../../../src-main/engine/formats/index.ts';
import { graphOf } from '../../support/graphs.ts';
import type { Model } from '../../../src-shared/domain/graph/model-card.ts';

export interface ExportCost {
  readonly seconds: number;
  readonly modelBytes: number;
  readonly fileBytes: number;
  /** The greatest while it was written, beside what was held before. */
  readonly memoryBytes: number;
}

const [id = '', width = '5000', folder = '.'] = process.argv.slice(2);

function modelOf(units: number): Model {
  const values = (count: number): Float32Array => {
    const numbers = new Float32Array(count);
    // As trained weights are: hardly two alike.
    for (let i = 0; i < count; i++) numbers[i] = (Math.imul(i + 1, 0x9e3779b1) >> 4) / 2 ** 27;
    return numbers;
  };
  return {
    graph: graphOf(
      { x: ['input', { shape: [units] }], wide: ['dense', { units: units - 20 }, 'x'], out: ['dense', { units: 10 }, 'wide'] },
      ['out'],
    ),
    parameters: {
      'wide/kernel': { shape: [units, units - 20], values: values(units * (units - 20)) },
      'wide/bias': { shape: [units - 20], values: values(units - 20) },
      'out/kernel': { shape: [units - 20, 10], values: values((units - 20) * 10) },
      'out/bias': { shape: [10], values: values(10) },
    },
    masks: {},
    card: {
      ...{ name: 'large', task: 'classes', classes: [...'abcdefghij'], label: 'letter' },
      ...{ inputShape: [units], preprocessing: [] },
    },
  };
}

const model = modelOf(Number(width));
const modelBytes = 4 * Object.values(model.parameters).reduce((sum, { values }) => sum + values.length, 0);
globalThis.gc?.();
const before = process.memoryUsage().rss;
const began = performance.now();
const files = await formats.require(id).write(model, { name: 'large', params: {} });
const place = join(folder, 'large', id);
for (const { name, bytes } of files) {
  const path = join(place, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
const cost: ExportCost = {
  seconds: (performance.now() - began) / 1000,
  modelBytes,
  fileBytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
  memoryBytes: process.resourceUsage().maxRSS * 1024 - before,
};
rmSync(place, { recursive: true });
process.stdout.write(JSON.stringify(cost));
