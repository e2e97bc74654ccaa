import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmHeap } from '../heap.ts';
import type { Geometry } from '../programs/geometry.ts';
import { geometryOf, pairOf, windowArguments } from './window-geometry.ts';
import type { Padding } from './window-geometry.ts';
import type { WasmKernelCall } from './wasm-kernel.ts';

/** A 2-D convolution as a matrix product: patches [positions, patchSize] times kernel [patchSize, outChannels]. */
export interface Convolution {
  readonly geometry: Geometry;
  readonly batch: number;
  readonly outChannels: number;
  /** filterHeight · filterWidth · inChannels */
  readonly patchSize: number;
  /** Whether the image already is its patches (1 × 1, stride 1, no padding). */
  readonly pointwise: boolean;
}

/** tfjs's attributes of a convolution and its gradients; null when the layout is not channels-last, which is left to tfjs. */
export function convolutionOf(
  { tf, attrs }: WasmKernelCall,
  imageShape: readonly number[],
  filterShape: readonly number[],
): Convolution | null {
  if (attrs['dataFormat'] !== undefined && attrs['dataFormat'] !== 'NHWC') return null;
  const image = imageShape as FourLengths;
  const [filterHeight, filterWidth, channels, outChannels] = filterShape as FourLengths;
  const info = tf.backend_util.computeConv2DInfo(
    [...image],
    [filterHeight, filterWidth, channels, outChannels],
    pairOf(attrs['strides']),
    pairOf(attrs['dilations'] ?? 1),
    attrs['pad'] as Padding,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
  );
  const patchSize = filterHeight * filterWidth * channels;
  return { geometry: geometryOf(info), batch: info.batchSize, outChannels, patchSize, pointwise: isPointwise(info) };
}

type FourLengths = readonly [number, number, number, number];

function isPointwise(info: backend_util.Conv2DInfo): boolean {
  const unmoved = info.strideHeight === 1 && info.strideWidth === 1 && info.outHeight === info.inHeight && info.outWidth === info.inWidth;
  return unmoved && info.filterHeight === 1 && info.filterWidth === 1;
}

/** A piece of the work whose patches fit into working memory. */
export interface Piece {
  /** First output position, counted over all images, and how many. */
  readonly position: number;
  readonly positions: number;
  readonly window: readonly number[];
}

/** The output rows in pieces of about 64 Ki floats of patches, which stay in the second-level cache; at least one row each. */
export function piecesOf({ geometry, batch, patchSize }: Convolution): readonly Piece[] {
  const rows = batch * geometry.outHeight;
  const rowsAtOnce = Math.max(1, Math.floor(PATCH_FLOATS / (geometry.outWidth * patchSize)));
  return Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, index) => {
    const from = index * rowsAtOnce;
    const count = Math.min(rowsAtOnce, rows - from);
    return { position: from * geometry.outWidth, positions: count * geometry.outWidth, window: windowArguments(geometry, from, count) };
  });
}

/** Working memory for the patches of the largest piece. */
export function patchMemory(heap: WasmHeap, pieces: readonly Piece[], patchSize: number): number {
  return heap.scratch('patches', Math.max(1, ...pieces.map(piece => piece.positions)) * patchSize * 4);
}

export interface PieceMemory {
  readonly piece: Piece;
  /** From `patchMemory`. */
  readonly memory: number;
}

/** The patches of a piece: gathered into working memory, or the image itself where it is its own patches. */
export function patchesOf(
  heap: WasmHeap,
  { patchSize, pointwise }: Convolution,
  image: TensorInfo,
  { piece, memory }: PieceMemory,
): number {
  const address = heap.address(image);
  if (pointwise) return address + piece.position * patchSize * 4;
  heap.programs.gatherPatches(address, memory, ...piece.window);
  return memory;
}

const PATCH_FLOATS = 64 * 1024;
