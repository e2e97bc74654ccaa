import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../tensor-library.ts';
import { channelsOf, shapeText } from './shape-checks.ts';

/** What a masked step's values lie below the others: no maximum, and no softmax, takes notice of it. */
export const OUT_OF_SIGHT = 1e9;

/** Channels of a value with places, whose steps a second input may mask. */
export function overPlaces(layer: string, [shape = [], mask]: readonly Shape[]): number {
  if (shape.length < 2 || shape.length > 3) {
    throw invalidInput(`${layer} needs an input of 2 or 3 axes [places, channels], got ${shapeText(shape)}`, {
      hint: 'Put it before the flatten layer, or bring the data into that form with reshape.',
    });
  }
  if (mask !== undefined) requireMask(layer, shape, mask);
  return channelsOf(shape);
}

/** Of a series [T, C] the mask [T, 1]. */
export function requireMask(layer: string, series: Shape, mask: Shape): void {
  if (series.length === 2 && mask.length === 2 && mask[0] === series[0] && mask[1] === 1) return;
  throw invalidInput(`${layer} needs a mask [${series[0] ?? 0}, 1] for a series ${shapeText(series)}, got ${shapeText(mask)}`);
}

/** The axes of x [N, …, C] between the items and the channels. */
export function placesOf(x: Tensor): number[] {
  return x.shape.slice(1, -1).map((_size, i) => i + 1);
}
