import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { IdxArray } from './idx.ts';
import type { ImportedData } from './reader.ts';

/** Images and labels of one part of a source, with the files they came from. */
export interface ImagePart {
  readonly images: IdxArray;
  readonly labels: IdxArray;
  readonly imagesFile: string;
  readonly labelsFile: string;
  /** The source's own test part. */
  readonly test: boolean;
}

export interface ImageDataOptions {
  /** Class names by label number; null: as many as the largest label asks for, named by number. */
  readonly classes: readonly string[] | null;
  readonly sources: ImportedData['sources'];
}

/**
 * Parts joined in the given order. Images stay bytes `[N, H, W, C]` and become [0, 1] when fetched. A part that is the
 * only one is no test part.
 */
export function imageData(parts: readonly ImagePart[], { classes, sources }: ImageDataOptions): ImportedData {
  const [first] = parts;
  if (first === undefined) throw new Error('At least one part is required');
  for (const part of parts) checkPart(part, first);
  const items = parts.reduce((sum, part) => sum + part.images.shape[0]!, 0);
  const labels = join(parts.map(part => part.labels.values));
  const names = classes ?? Array.from({ length: largest(labels) + 1 }, (_, i) => String(i));
  for (const part of parts) checkLabels(part, names.length);
  const [, height, width, channels = 1] = first.images.shape as [number, number, number, number?];
  const onlyTest = parts.every(part => part.test);
  return {
    items,
    target: { task: 'classes', label: 'label', classes: names, values: labels },
    identityOf: pixelsOf(parts),
    ownTest: onlyTest ? null : ownTest(parts),
    sources,
    warnings: onlyTest && first.test ? ['The source has a test part only; the splits are drawn from it.'] : [],
    encode: () => ({
      kind: 'image',
      values: join(parts.map(part => part.images.values)),
      shape: [height, width, channels],
      preprocessing: [{ kind: 'scale', factor: 1 / 255, offset: 0 }],
      warnings: [],
    }),
  };
}

function checkPart({ images, labels, imagesFile, labelsFile }: ImagePart, first: ImagePart): void {
  const [count] = images.shape;
  if (labels.shape[0] !== count) {
    throw invalidInput(`One label an image is required: ${imagesFile} has ${count} images, ${labelsFile} has ${labels.shape[0]} labels`, {
      path: labelsFile,
    });
  }
  const [size, firstSize] = [images, first.images].map(array => array.shape.slice(1).join(' × '));
  if (size !== firstSize)
    throw invalidInput(`All images must be of one size: ${first.imagesFile} has ${firstSize}, ${imagesFile} has ${size}`, {
      path: imagesFile,
    });
}

function checkLabels({ labels, labelsFile }: ImagePart, classes: number): void {
  const at = labels.values.findIndex(label => label >= classes);
  if (at >= 0)
    throw invalidInput(`Labels from 0 to ${classes - 1} are required, but item ${at} is labelled ${labels.values[at]}`, {
      path: labelsFile,
    });
}

/** The bytes of an image, as a text. */
function pixelsOf(parts: readonly ImagePart[]): ImportedData['identityOf'] {
  const images = parts.flatMap(({ images: { shape, values } }) => {
    const [count = 0] = shape;
    const length = values.length / count;
    return Array.from({ length: count }, (_, i) => ({ values, from: i * length, to: (i + 1) * length }));
  });
  return item => {
    const { values, from, to } = images[item]!;
    return String.fromCharCode(...values.subarray(from, Math.min(to, from + MOST_COMPARED)));
  };
}

/** Bytes of an image that tell it from others. */
const MOST_COMPARED = 16_384;

function ownTest(parts: readonly ImagePart[]): Uint32Array | null {
  const positions: number[] = [];
  let start = 0;
  for (const { images, test } of parts) {
    const end = start + images.shape[0]!;
    if (test) for (let i = start; i < end; i++) positions.push(i);
    start = end;
  }
  return positions.length === 0 ? null : Uint32Array.from(positions);
}

function join(arrays: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}

function largest(values: Uint8Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
