import { parseIdx, parseIdxHeader, MAX_IDX_BYTES, type IdxArray } from '../idx.ts';
import type { ReaderCall } from '../reader.ts';
import type { ImagePart } from '../image-data.ts';
import { gunzipBounded } from './gunzip.ts';

export const IMAGE_AXES = [3, 4] as const;
export const LABEL_AXES = [1] as const;
const MAX_HEADER_BYTES = 20;

export interface IdxFile extends IdxArray {
  readonly source: { readonly name: string; readonly bytes: number; readonly sha256: string };
}

/** A pair of files to read, as names within the source. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string;
  readonly test: boolean;
}

/** Reads one pair; `folder` is what the names are relative to. */
export async function readIdxPair(
  call: ReaderCall<unknown>,
  folder: string,
  pair: IdxPair,
): Promise<ImagePart & { readonly sources: IdxFile['source'][] }> {
  const images = await readIdxFile(call, folder, pair.images, IMAGE_AXES);
  const labels = await readIdxFile(call, folder, pair.labels, LABEL_AXES);
  return { images, labels, imagesFile: pair.images, labelsFile: pair.labels, test: pair.test, sources: [images.source, labels.source] };
}

async function readIdxFile(call: ReaderCall<unknown>, folder: string, name: string, axes: readonly number[]): Promise<IdxFile> {
  await call.turn();
  const bytes = await call.sources.read(folder, name, MAX_IDX_BYTES);
  const hash = call.createSha256();
  hash.update(bytes);
  const plain = name.endsWith('.gz')
    ? gunzipBounded(bytes, name, Math.min(MAX_HEADER_BYTES, headerBytes(axes)), head => parseIdxHeader(head, name, axes).fileBytes)
    : bytes;
  return { ...parseIdx(plain, name, axes), source: { name, bytes: bytes.length, sha256: hash.digest() } };
}

function headerBytes(axes: readonly number[]): number {
  return 4 + 4 * Math.max(...axes);
}
