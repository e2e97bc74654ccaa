import type { DuplicateReport } from '../../../../src-shared/domain/data-report.ts';
import type { DatasetManifest } from '../../../../src-shared/domain/dataset.ts';
import { labelName, type DataFacts, type StoredData } from '../dataset-facts.ts';
import { createDuplicateFinder } from '../item-duplicates.ts';
import { createNearFinder } from './near-duplicates.ts';
import { createPicturePrint } from './picture-print.ts';
import type { PrintKind } from './print.ts';
import { createSoundPrint } from './sound-print.ts';
import { textPrint } from './text-print.ts';

export interface DuplicatePorts extends Pick<StoredData, 'artifactBytes'> {
  sha256(bytes: Uint8Array): string;
  /** Asked between pieces of some milliseconds of work. */
  turn(): Promise<void>;
}

/** Equal and nearly equal items. Reads all of them, piece by piece. */
export async function findDuplicates(store: DuplicatePorts, facts: DataFacts): Promise<DuplicateReport> {
  const { manifest, splitOf, itemBytes } = facts;
  const known = { splitOf, labelOf: (item: number) => labelName(facts, item) };
  const finder = createDuplicateFinder(known);
  const kind = printKindOf(manifest);
  const near = kind === null ? null : createNearFinder(kind, known);
  let rest = new Uint8Array(0);
  for await (const chunk of store.artifactBytes.stream(manifest.input.file.hash)) {
    const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
    let offset = 0;
    for (; offset + itemBytes <= bytes.length; offset += itemBytes) {
      const item = bytes.subarray(offset, offset + itemBytes);
      const equalTo = finder.add(store.sha256(item));
      near?.add(valuesOf(manifest, item), equalTo);
    }
    rest = bytes.slice(offset);
    await store.turn();
  }
  return { ...finder.report(), near: near === null ? null : await near.report(() => store.turn()) };
}

/** Pictures with fewer pixels along a side have too little in them to be told apart by. */
const LEAST_SIDE = 8;

/** Null where items are equal or not: rows of tables, tiny pictures. */
function printKindOf({ input: { kind, shape } }: DatasetManifest): PrintKind | null {
  if (kind === 'text') return textPrint;
  const [, height = 0, width = 0] = shape;
  if (kind === 'table' || Math.min(height, width) < LEAST_SIDE) return null;
  return kind === 'sound' ? createSoundPrint(shape.slice(1)) : createPicturePrint(shape.slice(1));
}

function valuesOf({ input: { dtype } }: DatasetManifest, bytes: Uint8Array): ArrayLike<number> {
  if (dtype === 'uint8') return bytes;
  const { buffer } = bytes.slice();
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
