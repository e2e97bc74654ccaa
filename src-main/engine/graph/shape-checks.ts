import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function shapeText(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The only input of a layer that takes one. */
export function only(inputs: readonly Shape[]): Shape {
  const [shape] = inputs;
  if (shape === undefined || inputs.length !== 1) throw invalidInput(`one input is required, got ${inputs.length}`);
  return shape;
}

/** Size of the last axis. */
export function channelsOf(shape: Shape): number {
  const channels = shape.at(-1);
  if (channels === undefined) throw invalidInput('an input with at least one axis is required, got a single number');
  return channels;
}

export type ImageShape = readonly [height: number, width: number, channels: number];

export function requireImage(layer: string, shape: Shape): ImageShape {
  const [height, width, channels] = shape;
  if (shape.length === 3 && height !== undefined && width !== undefined && channels !== undefined) return [height, width, channels];
  throw invalidInput(`${layer} needs an input of 3 axes [height, width, channels], got ${shapeText(shape)}`, {
    hint: 'Put it before the flatten layer, or bring the data into that form with reshape.',
  });
}

export type SeriesShape = readonly [time: number, features: number];

export function requireSeries(layer: string, shape: Shape): SeriesShape {
  const [time, features] = shape;
  if (shape.length === 2 && time !== undefined && features !== undefined) return [time, features];
  throw invalidInput(`${layer} needs an input of 2 axes [time, features], got ${shapeText(shape)}`, {
    hint: 'Bring the data into that form with reshape.',
  });
}

export function requireVector(layer: string, shape: Shape): number {
  const [size] = shape;
  if (shape.length === 1 && size !== undefined) return size;
  throw invalidInput(`${layer} needs an input of 1 axis [values], got ${shapeText(shape)}`, {
    hint: 'Put flatten or global-average-pool before it.',
  });
}
