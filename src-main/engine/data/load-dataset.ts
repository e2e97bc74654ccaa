import { SPLITS, type ArrayRef, type DatasetManifest, type PreprocessingStep, type Split } from '../../../src-shared/domain/dataset.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { ArtifactFiles } from './ports.ts';

/** A stored data set in memory, as training and evaluation read it. */
export interface LoadedDataset extends TrainingData {
  readonly manifest: DatasetManifest;
  /** Item numbers of a split, ascending; empty when there is none. Not to be written to. */
  itemsOf(split: Split): Uint32Array;
}

type Stored = Uint8Array | Uint32Array | Int32Array | Float32Array;

/**
 * Reads a manifest and its arrays (hashes are verified by the store). Bytes stay bytes in memory and are scaled when
 * fetched. Throws `store-damaged` when an array doesn't fit its manifest.
 */
export async function loadDataset(manifestHash: string, artifacts: Pick<ArtifactFiles, 'read'>): Promise<LoadedDataset> {
  const manifest = parseManifest(await artifacts.read(manifestHash), manifestHash);
  const input = await loadArray(manifest.input, artifacts);
  const target = await loadArray(manifest.target, artifacts);
  const splits = new Map<Split, Uint32Array>();
  for (const split of SPLITS) splits.set(split, await loadSplit(manifest, split, artifacts));
  const inputShape = manifest.input.shape.slice(1);
  const itemsOf = (split: Split): Uint32Array => splits.get(split) ?? new Uint32Array(0);
  const fetchInputs = inputFetcher(input, size(inputShape), manifest.preprocessing);
  const width = size(manifest.target.shape.slice(1));
  return {
    manifest,
    inputShape,
    task: manifest.target.task,
    outputs: manifest.target.task === 'classes' ? manifest.target.classes.length : width,
    count: split => itemsOf(split).length,
    itemsOf,
    gather(split, positions) {
      const items = itemsOf(split);
      const numbers = positions.map(position => itemAt(items, position, split));
      return { inputs: fetchInputs(numbers), targets: fetchTargets(target, width, numbers) };
    },
  };
}

function parseManifest(bytes: Uint8Array, hash: string): DatasetManifest {
  const manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as DatasetManifest;
  if (manifest.version !== 1) throw damaged(`A data set manifest of version 1 is required, got ${String(manifest.version)}`, hash);
  return manifest;
}

async function loadSplit(manifest: DatasetManifest, split: Split, artifacts: Pick<ArtifactFiles, 'read'>): Promise<Uint32Array> {
  const ref = manifest.splits[split];
  if (ref === undefined) return new Uint32Array(0);
  const items = await loadArray(ref, artifacts);
  if (!(items instanceof Uint32Array) || items.some(item => item >= manifest.items)) {
    throw damaged(`The ${split} split must hold item numbers below ${manifest.items}`, ref.file.hash);
  }
  return items;
}

const ARRAYS = { uint8: Uint8Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array } as const;

async function loadArray({ file, dtype, shape }: ArrayRef, artifacts: Pick<ArtifactFiles, 'read'>): Promise<Stored> {
  const bytes = await artifacts.read(file.hash);
  const make = ARRAYS[dtype];
  const length = size(shape);
  if (bytes.byteLength !== length * make.BYTES_PER_ELEMENT) {
    throw damaged(
      `An array of shape [${shape.join(', ')}] and type ${dtype} has ${length * make.BYTES_PER_ELEMENT} bytes, got ${bytes.byteLength}`,
      file.hash,
    );
  }
  const aligned = bytes.byteOffset % make.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new make(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
}

function inputFetcher(values: Stored, width: number, steps: readonly PreprocessingStep[]): (items: Uint32Array) => Float32Array {
  const scale = steps.find(step => step.kind === 'scale') ?? { factor: 1, offset: 0 };
  const { factor, offset } = scale;
  const plain = factor === 1 && offset === 0;
  return items => {
    const inputs = new Float32Array(items.length * width);
    items.forEach((item, i) => {
      inputs.set(values.subarray(item * width, (item + 1) * width), i * width);
    });
    if (!plain) for (let i = 0; i < inputs.length; i++) inputs[i] = inputs[i]! * factor + offset;
    return inputs;
  };
}

function fetchTargets(values: Stored, width: number, items: Uint32Array): Int32Array | Float32Array {
  const targets = values instanceof Float32Array ? new Float32Array(items.length * width) : new Int32Array(items.length * width);
  for (let i = 0; i < items.length; i++) {
    for (let j = 0; j < width; j++) targets[i * width + j] = values[items[i]! * width + j]!;
  }
  return targets;
}

function itemAt(items: Uint32Array, position: number, split: Split): number {
  const item = items[position];
  if (item === undefined) throw new Error(`The ${split} split has ${items.length} items, position ${position} was asked for`);
  return item;
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

function damaged(message: string, path: string): AppFailure {
  return new AppFailure({ code: 'store-damaged', message, path });
}
