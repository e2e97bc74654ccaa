import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { formats } from '../../src-main/engine/formats/index.ts';

const folder = path.join(import.meta.dirname, '..', 'golden', 'keras');
const golden = JSON.parse(fs.readFileSync(path.join(folder, 'made-by-keras.json'), 'utf8')) as { inputs: number[]; answers: number[] };

it.each(['keras', 'keras-h5'])('%s reads a file that Keras wrote, and answers as Keras does', async id => {
  const format = formats.require(id);
  const names = format.fileNames('made-by-keras');
  const read = async (name: string): Promise<Uint8Array> => new Uint8Array(await fs.promises.readFile(path.join(folder, name)));
  const session = await format.open({ names, read }, createCpuEngine);
  const answers = await session.predict(Float32Array.from(golden.inputs), 3);
  await session.close();
  expect(answers.length).toBe(golden.answers.length);
  golden.answers.forEach((answer, i) => expect(answers[i]).toBeCloseTo(answer, 5));
});
