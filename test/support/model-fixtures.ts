import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersFromOutputs } from '../../src-main/engine/formats/answers.ts';
import { createPredictor } from '../../src-main/engine/evaluation/predictor.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { findModelFile } from '../../src-main/engine/imports/find-file.ts';
import type { ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { graphFromLayers } from '../../src-main/engine/graph/build.ts';
import type { LayerEntry } from '../../src-shared/domain/params/param-spec.ts';
import { parseParam } from '../../src-shared/domain/params/parse-params.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';

/** A network that another library made, with what it answered. See test/fixtures/models/make-models.py. */
export interface ModelFixture {
  readonly name: string;
  readonly file: string;
  readonly inputShape: readonly number[];
  readonly items: number;
  readonly outputs: number;
  readonly madeBy: string;
  /** Layers, for weights alone. */
  readonly into?: readonly unknown[];
  readonly tolerance?: number;
  /** Names of the outputs that were recorded side by side; left out where there is one. */
  readonly output?: readonly string[];
  /** Names of the inputs in the order in which they were recorded side by side; left out where that is the file's. */
  readonly askedInputs?: readonly string[];
}

export const MODEL_FOLDER = fileURLToPath(new URL('../fixtures/models', import.meta.url));

export const modelFixtures: readonly ModelFixture[] = Object.entries(
  JSON.parse(readFileSync(join(MODEL_FOLDER, 'index.json'), 'utf8')) as Record<string, Omit<ModelFixture, 'name'>>,
).map(([name, fixture]) => ({ name, ...fixture }));

/** Inputs, channels last, and answers. */
export function recordedOf({ name, items, inputShape }: ModelFixture): { readonly inputs: Float32Array; readonly answers: Float32Array } {
  const bytes = readFileSync(join(MODEL_FOLDER, `${name}.f32`));
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const split = items * inputShape.reduce((product, size) => product * size, 1);
  return { inputs: values.subarray(0, split), answers: values.subarray(split) };
}

export async function readFixture(fixture: ModelFixture): Promise<ReadModel> {
  const source = join(MODEL_FOLDER, fixture.file);
  const { reader, files } = await findModelFile(source, null, { sources: createSourceFiles({}) });
  const { inputShape, output = null, askedInputs: inputs } = fixture;
  return reader.read(files, { inputShape, inputs, output, structure: structureOf(fixture) });
}

/** The layers for weights alone; null for a file that has its own. */
export function structureOf({ into, inputShape, outputs }: ModelFixture) {
  if (into === undefined) return null;
  const parsed = parseParam({ kind: 'layers', label: 'Layers' }, into, createCatalog());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return graphFromLayers(parsed.value as readonly LayerEntry[], { inputShape, outputs, task: 'classes' });
}

/** Items to ask, channels last. */
export interface Asked {
  readonly inputs: Float32Array;
  readonly items: number;
  readonly inputShape: readonly number[];
}

/** What the network answers as its file would. */
export async function answersOf(
  engine: Engine,
  { graph, parameters, answer }: ReadModel,
  { inputs, items, inputShape }: Asked,
): Promise<Float32Array> {
  const predictor = createPredictor({ engine, graph, parameters, inputShape });
  const outputs = await predictor.answer(inputs, items);
  predictor.dispose();
  if (answer.function === 'linear') return outputs;
  if (answer.function === 'sigmoid') {
    const shares = answersFromOutputs('binary', outputs, items);
    return answer.pair ? Float32Array.from([...shares].flatMap(share => [1 - share, share])) : shares;
  }
  const shares = answersFromOutputs('classes', outputs, items);
  return answer.function === 'softmax' ? shares : shares.map(Math.log);
}
