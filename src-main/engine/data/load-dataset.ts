import { SPLITS, type ArrayRef, type DatasetManifest, type PreprocessingStep, type Split } from '../../../src-shared/domain/dataset.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { HostArray } from '../compiler.ts';
import { rowCopier } from '../training/copy-rows.ts';
import type { TrainingData, TrainingItems } from '../training/training-data.ts';
import { inputMeaning, type InputMeaning } from './input-meaning.ts';
import type { ArtifactFiles } from './ports.ts';

/** A stored data set in memory, as training and evaluation read it. */
export interface LoadedDataset extends TrainingData, InputMeaning {
  readonly manifest: DatasetManifest;
  /** Item numbers of a split, ascending; empty when there is none. Not to be written to. */
  itemsOf(split: Split): Uint32Array;
  /** Fresh arrays of the items of these numbers, whatever split they are in. */
  gatherItems(numbers: Uint32Array): TrainingItems;
  /** What items belong together; null where nothing was named. */
  readonly groups: { readonly label: string; readonly names: readonly string[]; readonly of: Int32Array } | null;
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
  const itemsOf = (split: Split): Uint32Array => splits.get(split) ?? new Uint32Array(0);
  return assembleDataset({ manifest, input, target, itemsOf, groups: await loadGroups(manifest, artifacts) });
}

interface DatasetParts extends Pick<LoadedDataset, 'manifest' | 'itemsOf' | 'groups'> {
  readonly input: Stored;
  readonly target: Stored;
}

/** A data set of arrays that fit its manifest. */
export function assembleDataset({ manifest, input, target, itemsOf, groups }: DatasetParts): LoadedDataset {
  const inputShape = manifest.input.shape.slice(1);
  const scale = scaleOf(manifest.preprocessing);
  const fetchInputs = inputFetcher(signed(input), size(inputShape), scale);
  const width = size(manifest.target.shape.slice(1));
  const gatherItems = (numbers: Uint32Array): TrainingItems => ({
    inputs: fetchInputs(numbers),
    targets: fetchTargets(target, width, numbers),
  });
  return {
    manifest,
    ...inputMeaning(manifest),
    inputShape,
    task: manifest.target.task,
    outputs: manifest.target.task === 'classes' ? manifest.target.classes.length : width,
    count: split => itemsOf(split).length,
    itemsOf,
    gatherItems,
    groups,
    stored: { items: manifest.items, inputs: signed(input), targets: signed(target), itemsOf, ...scale },
    gather(split, positions) {
      const items = itemsOf(split);
      const numbers = new Uint32Array(positions.length);
      for (let i = 0; i < numbers.length; i++) numbers[i] = itemAt(items, positions[i]!, split);
      return gatherItems(numbers);
    },
  };
}

/** Its arrays. Throws a plain Error for data that is not in memory. */
export function storedOf({ stored }: LoadedDataset): NonNullable<LoadedDataset['stored']> {
  if (stored === undefined) throw new Error('Data in memory is required');
  return stored;
}

function parseManifest(bytes: Uint8Array, hash: string): DatasetManifest {
  const manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as DatasetManifest;
  if (manifest.version !== 1) throw damaged(`A data set manifest of version 1 is required, got ${String(manifest.version)}`, hash);
  return manifest;
}

async function loadGroups({ groups, items }: DatasetManifest, artifacts: Pick<ArtifactFiles, 'read'>): Promise<LoadedDataset['groups']> {
  if (groups === undefined) return null;
  const of = await loadArray(groups, artifacts);
  if (!(of instanceof Int32Array) || of.length !== items || of.some(group => group < 0 || group >= groups.names.length))
    throw damaged(`The groups must hold ${items} numbers below ${groups.names.length}`, groups.file.hash);
  return { label: groups.label, names: groups.names, of };
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

/** Throws `store-damaged` for a file of another length. */
export async function loadArray({ file, dtype, shape }: ArrayRef, artifacts: Pick<ArtifactFiles, 'read'>): Promise<Stored> {
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

interface Scale {
  readonly factor: number;
  readonly offset: number;
}

/** As float32 numbers: a device that scales by itself gets the same bits. */
function scaleOf(steps: readonly PreprocessingStep[]): Scale {
  const { factor, offset } = steps.find(step => step.kind === 'scale') ?? { factor: 1, offset: 0 };
  return { factor: Math.fround(factor), offset: Math.fround(offset) };
}

/** Numbers of items and classes are far below 2³¹. */
function signed(values: Stored): HostArray {
  return values instanceof Uint32Array ? new Int32Array(values.buffer, values.byteOffset, values.length) : values;
}

function inputFetcher(values: HostArray, width: number, { factor, offset }: Scale): (items: Uint32Array) => Float32Array {
  const copy = rowCopier(values, width);
  return items => {
    const inputs = new Float32Array(items.length * width);
    copy(inputs, items);
    // Each store rounds to float32.
    if (factor !== 1) for (let i = 0; i < inputs.length; i++) inputs[i] = inputs[i]! * factor;
    if (offset !== 0) for (let i = 0; i < inputs.length; i++) inputs[i] = inputs[i]! + offset;
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
