import type { backend_util } from '@tensorflow/tfjs-core';
import { GEOMETRY } from '../programs/geometry.ts';
import type { Geometry } from '../programs/geometry.ts';

/** A convolution's or a pooling's window, as the programs take it. */
export function geometryOf(info: backend_util.Conv2DInfo): Geometry {
  return {
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** The last arguments of a program over windows: the output rows `from … from + count` (counted over all images), then the geometry. */
export function windowArguments(geometry: Geometry, from: number, count: number): readonly number[] {
  const image = Math.floor(from / geometry.outHeight);
  return [image, from % geometry.outHeight, count, ...GEOMETRY.map(name => geometry[name])];
}

export type Padding = 'valid' | 'same' | number | backend_util.ExplicitPadding;

/** A stride or a filter size, given as one number or two. */
export function pairOf(value: unknown): [number, number] {
  return Array.isArray(value) ? [Number(value[0]), Number(value[1])] : [Number(value), Number(value)];
}
