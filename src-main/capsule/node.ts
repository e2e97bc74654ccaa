// `run.mjs` of every capsule: for whoever has Node and not Python.
//   npm install onnxruntime-node          for pictures also sharp, for recordings other than WAV also audio-decode
//   node run.mjs picture.png rows.csv folder/     one JSON object a line
//   node run.mjs --check                          the enclosed items, beside the enclosed answers
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isWithin } from '../../src-shared/domain/verification.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { createPictureDecoder } from '../engine/data/pictures/decode-picture.ts';
import { loadOnnxRuntime } from '../engine/backends/onnxruntime/load.ts';
import { decodeSound } from '../engine/data/sound/decode-sound.ts';
import { readWav } from '../engine/data/sound/read-wav.ts';
import { MEMBERS, parseManifest, type CapsuleManifest } from '../engine/formats/capsule/manifest.ts';
import { decodeNpy } from '../engine/formats/lib/npy.ts';
import { verifyExport } from '../engine/formats/verify.ts';
import { answerFormats } from '../engine/prediction/answer-rows.ts';
import type { ItemDecoders } from '../engine/prediction/new-item.ts';
import { plainBytes } from '../platform/plain-bytes.ts';
import { createSourceFiles } from '../platform/source-files.ts';
import { answersFor, type CapsuleModel } from './answers-for.ts';

const USAGE =
  'node run.mjs FILE | FOLDER …   answers, one JSON object a line\nnode run.mjs --check           the enclosed items, beside the enclosed answers\n';

const decoders: ItemDecoders = {
  picture: wish => library('sharp', () => createPictureDecoder(wish)),
  sound: async (bytes, file) => readWav(bytes, file) ?? (await library('audio-decode', () => decodeSound(bytes, file))),
};

process.exitCode = await main(process.argv.slice(2));

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    process.stdout.write(USAGE);
    return 2;
  }
  try {
    const manifest = parseManifest(new TextDecoder().decode(await member(MEMBERS.manifest)));
    const model = await openModel(manifest);
    if (paths[0] === '--check') return await check(model, manifest);
    let failed = 0;
    for (const path of paths) failed = Math.max(failed, await tellAnswers(model, resolve(path)));
    return failed;
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const { path = '', message, hint = '' } = thrown.error;
    process.stderr.write(`${[path, message].filter(text => text !== '').join(': ')}${hint === '' ? '' : `\n${hint}`}\n`);
    return 1;
  }
}

async function member(name: string): Promise<Uint8Array> {
  return plainBytes(await readFile(new URL(name, import.meta.url)));
}

async function openModel({ card }: CapsuleManifest): Promise<CapsuleModel> {
  const { InferenceSession, Tensor } = await library('onnxruntime-node', loadOnnxRuntime);
  const session = await InferenceSession.create(await member(MEMBERS.model), { logSeverityLevel: 4 });
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  return {
    card,
    decoders,
    turn: () => Promise.resolve(),
    async answer(inputs, items) {
      const found = await session.run({ [input]: new Tensor('float32', inputs, [items, ...card.inputShape]) });
      return found[output]?.data as Float32Array;
    },
  };
}

/** Names the package that has to be there. */
async function library<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    throw invalidInput(`The package ${name} is required for this, but is not installed`, { hint: `npm install ${name}` });
  }
}

async function tellAnswers(model: CapsuleModel, path: string): Promise<number> {
  let failed = 0;
  for await (const some of answersFor(model, createSourceFiles({}), path)) {
    for (const answer of some) {
      if (answer.problem !== null) failed = 1;
      process.stdout.write(answerFormats.jsonl.line(model.card, answer));
    }
  }
  return failed;
}

async function check({ answer, card, turn }: CapsuleModel, { tolerance, agreement }: CapsuleManifest): Promise<number> {
  const { values, shape } = decodeNpy(await member(MEMBERS.answers), MEMBERS.answers);
  const [items = 0, width = 1] = shape;
  const inputs = decodeNpy(await member(MEMBERS.inputs), MEMBERS.inputs).values as Float32Array;
  const found = await verifyExport({
    session: { runtime: 'onnxruntime', predict: answer, close: () => Promise.resolve() },
    task: card.task,
    batches: [{ inputs, items }],
    expected: values as Float32Array,
    width,
    tolerance,
    ...(agreement !== undefined && { agreement }),
    turn,
  });
  const holds = isWithin(found, items);
  process.stdout.write(`${JSON.stringify({ items, maxDifference: found.maxDifference, holds })}\n`);
  return holds ? 0 : 1;
}
