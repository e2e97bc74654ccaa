import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';

/** Throws `invalid-input` where items are no images. */
export function requireImages(title: string, shape: Shape, path: string): void {
  if (shape.length === 3) return;
  throw invalidInput(`${title} takes images of shape [height, width, channels], got items of ${shapeText(shape)}`, { path });
}
