/** `run.mjs` of every capsule: the same for whoever has Node and not Python. Needs onnxruntime-node, for pictures sharp. */
export const nodeRunner = `#!/usr/bin/env node
// Answers for files with the model of this capsule.
//   npm install onnxruntime-node sharp
//   node run.mjs picture.png items.npy folder/     one JSON object a line
//   node run.mjs --check                           the enclosed items, beside the enclosed answers
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const here = name => new URL(name, import.meta.url);
const { card, tolerance } = JSON.parse(await readFile(here('manifest.json'), 'utf8'));
const { inputShape: shape, task, classes, preprocessing, thresholds } = card;
const step = kind => preprocessing.find(one => one.kind === kind);
const size = shape.reduce((product, side) => product * side, 1);
const session = await InferenceSession.create(await readFile(here('model.onnx')), { logSeverityLevel: 4 });
const paths = process.argv.slice(2);
if (paths.length === 0) console.log('node run.mjs --check | FILE | FOLDER …');
else if (paths[0] === '--check') await check();
else for (const path of paths) await answerFor(path);

async function answer(inputs) {
  const items = inputs.length / size;
  if (!Number.isInteger(items)) throw new Error('items of the shape [' + shape + '] are required');
  const results = await session.run({ [session.inputNames[0]]: new Tensor('float32', inputs, [items, ...shape]) });
  return results[session.outputNames[0]].data;
}

async function check() {
  const wanted = npy(await readFile(here('check/answers.npy')));
  const found = await answer(npy(await readFile(here('check/inputs.npy'))));
  const maxDifference = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
  console.log(JSON.stringify({ maxDifference, holds: maxDifference <= tolerance }));
  if (!(maxDifference <= tolerance)) process.exitCode = 1;
}

async function answerFor(path) {
  try {
    if ((await stat(path)).isDirectory()) {
      for (const name of (await readdir(path)).sort()) await answerFor(join(path, name));
      return;
    }
    const outputs = await answer(await inputsOf(path));
    const width = { classes: classes.length, labels: classes.length, binary: 1 }[task] ?? outputs.length;
    for (let item = 0; item * width < outputs.length; item++) {
      console.log(JSON.stringify({ file: path, item, ...told([...outputs.slice(item * width, (item + 1) * width)]) }));
    }
  } catch (reason) {
    process.exitCode = 1;
    console.error(path + ': ' + reason.message);
  }
}

async function inputsOf(path) {
  const bytes = await readFile(path);
  if (extname(path).toLowerCase() === '.npy') return npy(bytes);
  if (shape.length !== 3 || step('sound')) throw new Error('this program takes .npy of preprocessed items; for other files open the capsule with Espalier');
  const { default: sharp } = await import('sharp');
  const [height, width, channels] = shape;
  const fit = { crop: 'cover', pad: 'contain', stretch: 'fill' }[step('picture')?.fit ?? 'stretch'];
  const pixels = await sharp(bytes)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ height, width, fit, background: '#000000', kernel: 'lanczos3' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
  const { factor, offset } = step('scale') ?? { factor: 1, offset: 0 };
  return Float32Array.from(pixels, value => value * factor + offset);
}

function npy(bytes) {
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, start);
  if (!/'<f4', 'fortran_order': False/.test(header)) throw new Error('a .npy file of float32 in C order is required');
  return new Float32Array(new Uint8Array(bytes.subarray(start)).buffer);
}

function told(row) {
  if (task === 'values') return { values: row };
  if (task === 'labels') return { answer: classes.filter((_, i) => row[i] >= (thresholds?.[i] ?? 0.5)), probabilities: row };
  const probabilities = task === 'binary' ? [1 - row[0], row[0]] : row;
  const best = probabilities.indexOf(Math.max(...probabilities));
  return { answer: classes[best], probability: probabilities[best], probabilities };
}
`;
