import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { expectedAnswers, formatCases, randomInputs } from '../support/format-models.ts';
import { judgingPython, kerasMissing, requireOrSkip } from '../support/requirements.ts';

const ITEMS = 6;
const JUDGED = ['keras', 'keras-h5', 'onnx', 'pytorch', 'saved-model', 'tflite'] as const;
const script = path.join(import.meta.dirname, '..', 'support', 'judge-formats.py');
const python = judgingPython();
const canJudge = requireOrSkip('keras', kerasMissing);

/** Names of files, of what went in and of what must come out. */
const cases = formatCases.flatMap(({ title, model, formats: held = JUDGED }, i) =>
  JUDGED.filter(id => held.includes(id)).map(id => ({
    title,
    model,
    id,
    name: `case${i}`,
    file: `${id}/${formats.require(id).fileNames(`case${i}`)[0]}`,
    input: `case${i}.input`,
  })),
);

describe.runIf(canJudge)('judged by the libraries they are meant for', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'espalier-formats-'));
  let engine: Engine;
  let versions: Readonly<Record<string, string | null>>;

  beforeAll(async () => {
    engine = await createWasmEngine();
    for (const { model, id, name, input } of cases) {
      const written = await formats.require(id).write(model, { name, params: {} });
      for (const file of written) {
        const place = path.join(folder, id, file.name);
        fs.mkdirSync(path.dirname(place), { recursive: true });
        fs.writeFileSync(place, file.bytes);
      }
      fs.writeFileSync(path.join(folder, input), randomInputs(model, ITEMS, 9));
    }
    const manifest = cases.map(({ model, file, input }) => ({ file, input, shape: [ITEMS, ...model.card.inputShape] }));
    fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    versions = JSON.parse(
      execFileSync(python, [script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
    ) as typeof versions;
  }, 300_000);

  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it.for(cases)('$id: $title', ({ model, id, file }, { skip }) => {
    if (versions[id] === null) return skip(`this Python has no package for ${id}`);
    const bytes = fs.readFileSync(path.join(folder, `${file}.answers`));
    const answers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const expected = expectedAnswers(engine.tf, model, randomInputs(model, ITEMS, 9), ITEMS);
    expect(answers.length).toBe(expected.length);
    const scale = expected.reduce((highest, value) => Math.max(highest, Math.abs(value)), 1);
    const difference = answers.reduce((highest, value, i) => Math.max(highest, Math.abs(value - (expected[i] ?? NaN))), 0);
    expect(difference).toBeLessThanOrEqual(1e-5 * scale);
  });
});
