import { SPLITS, type ArrayRef, type DatasetManifest, type Split } from '../../../src-shared/domain/dataset.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';

/** Where a data set's files lie. */
export interface StoredData {
  /** Throws `store-damaged` for a file that is missing or damaged. */
  readArtifact(hash: string): Promise<Uint8Array>;
  readonly artifactBytes: ArtifactBytes;
}

/** Neither verifies the hash. Both throw `store-damaged` when the file is missing. */
export interface ArtifactBytes {
  /** Fewer bytes where the file ends before. */
  range(hash: string, offset: number, length: number): Promise<Uint8Array>;
  stream(hash: string): AsyncIterable<Uint8Array>;
}

type Values = Uint8Array | Uint32Array | Int32Array | Float32Array;

/** A data set without its inputs, which may be large: what each item's answer is, and where it is used. */
export interface DataFacts {
  readonly manifest: DatasetManifest;
  readonly targets: Values;
  readonly itemsOf: ReadonlyMap<Split, Uint32Array>;
  /** Per item: place in `SPLITS` plus one; 0 for none. */
  readonly splitOf: Uint8Array;
  /** Bytes of one input. */
  readonly itemBytes: number;
}

const ARRAYS = { uint8: Uint8Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array } as const;

/** Throws `store-damaged` when its file is missing or damaged. */
export async function readManifest({ readArtifact }: Pick<StoredData, 'readArtifact'>, hash: string): Promise<DatasetManifest> {
  return JSON.parse(new TextDecoder().decode(await readArtifact(hash))) as DatasetManifest;
}

/** Throws `store-damaged` when a file is missing or has not the length its manifest says. */
export async function readFacts(store: StoredData, manifestHash: string): Promise<DataFacts> {
  const manifest = await readManifest(store, manifestHash);
  const targets = await readArray(store, manifest.target);
  const itemsOf = new Map<Split, Uint32Array>();
  const splitOf = new Uint8Array(manifest.items);
  for (const [place, split] of SPLITS.entries()) {
    const ref = manifest.splits[split];
    if (ref === undefined) continue;
    const items = Uint32Array.from(await readArray(store, ref));
    itemsOf.set(split, items);
    for (const item of items) splitOf[item] = place + 1;
  }
  return { manifest, targets, itemsOf, splitOf, itemBytes: itemBytesOf(manifest.input) };
}

/** The class of an item by its name, or its value; of several labels, the names of those it has. */
export function labelName(facts: Pick<DataFacts, 'manifest' | 'targets'>, item: number): string {
  const { task, classes } = facts.manifest.target;
  if (task === 'labels') {
    const width = classes.length;
    return namesOf(
      facts,
      classes.flatMap((_, label) => (facts.targets[item * width + label] === 1 ? [label] : [])),
    );
  }
  return className(facts, facts.targets[item] ?? Number.NaN);
}

/** Whether an item is of that class, or has that label. */
export function hasLabel({ manifest: { target }, targets }: Pick<DataFacts, 'manifest' | 'targets'>, item: number, label: number): boolean {
  return target.task === 'labels' ? targets[item * target.classes.length + label] === 1 : targets[item] === label;
}

/** Several labels by their names; an item may have none. */
export function namesOf({ manifest: { target } }: Pick<DataFacts, 'manifest'>, labels: readonly number[]): string {
  return labels.length === 0 ? '∅' : labels.map(label => target.classes[label] ?? String(label)).join(', ');
}

/** Of an answer: the class of that number by its name, or the value. */
export function className({ manifest: { target } }: Pick<DataFacts, 'manifest'>, value: number): string {
  return target.task === 'values' ? String(Number(value.toPrecision(6))) : (target.classes[value] ?? String(value));
}

/** Bytes of one item. */
export function itemBytesOf({ dtype, shape }: ArrayRef): number {
  return shape.slice(1).reduce((product, n) => product * n, 1) * ARRAYS[dtype].BYTES_PER_ELEMENT;
}

async function readArray({ artifactBytes }: Pick<StoredData, 'artifactBytes'>, { file, dtype, shape }: ArrayRef): Promise<Values> {
  const make = ARRAYS[dtype];
  const length = shape.reduce((product, n) => product * n, 1);
  const bytes = await artifactBytes.range(file.hash, 0, file.bytes);
  if (bytes.byteLength === length * make.BYTES_PER_ELEMENT) return new make(bytes.slice().buffer);
  throw new AppFailure({
    code: 'store-damaged',
    message: `An array of shape [${shape.join(', ')}] and type ${dtype} has ${length * make.BYTES_PER_ELEMENT} bytes, got ${bytes.byteLength}`,
    path: file.hash,
  });
}
