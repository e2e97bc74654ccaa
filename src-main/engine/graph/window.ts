import type { ChoiceSpec, ListSpec, NumberSpec, OneOfSpec } from '../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { ImageShape } from './shape-checks.ts';

/** One size for both axes, or `[height, width]`. */
export type Pair = number | readonly number[];
export type Padding = 'valid' | 'same';

export const padding = {
  kind: 'choice',
  label: 'Padding',
  help: 'valid: only where the window fits; same: zeros around, so that stride 1 keeps the size.',
  default: 'valid',
  options: ['valid', 'same'],
} as const satisfies ChoiceSpec;

/** Of a window, in places. */
const WIDEST = 1024;

const extent = { kind: 'number', label: 'A whole number', min: 1, max: WIDEST, integer: true } as const satisfies NumberSpec;
const pair = { kind: 'list', label: 'A pair [height, width]', of: extent, minItems: 2, maxItems: 2 } as const satisfies ListSpec;
const options = [extent, pair] as const;

export const kernelSize = {
  kind: 'one-of',
  label: 'Kernel size',
  help: 'Height and width of the window.',
  default: 3,
  options,
} as const satisfies OneOfSpec;
export const convStride = {
  kind: 'one-of',
  label: 'Stride',
  help: 'Steps between windows.',
  default: 1,
  options,
} as const satisfies OneOfSpec;
export const poolSize = {
  kind: 'one-of',
  label: 'Window size',
  help: 'Height and width of the window.',
  default: 2,
  options,
} as const satisfies OneOfSpec;
export const poolStride = {
  kind: 'one-of',
  label: 'Stride',
  help: 'Steps between windows; left out: the window size.',
  optional: true,
  options,
} as const satisfies OneOfSpec;

const along = (label: string, help: string) => ({ ...extent, label, help }) as const;
/** The same along the one axis of a series. */
export const seriesKernel = { ...along('Kernel size', 'Steps that the window covers.'), default: 3 } as const satisfies NumberSpec;
export const seriesStride = { ...along('Stride', 'Steps between windows.'), default: 1 } as const satisfies NumberSpec;
export const seriesPool = { ...along('Window size', 'Steps that the window covers.'), default: 2 } as const satisfies NumberSpec;
export const seriesPoolStride = {
  ...along('Stride', 'Steps between windows; left out: the window size.'),
  optional: true,
} as const satisfies NumberSpec;

export function pairOf(value: Pair): [height: number, width: number] {
  if (typeof value === 'number') return [value, value];
  const [height, width] = value;
  if (height === undefined || width === undefined) throw invalidInput(`a pair [height, width] is required, got [${value.join(', ')}]`);
  return [height, width];
}

/** Height and width after a sliding window. TensorFlow's rule: valid ⌊(n − k)/s⌋ + 1, same ⌈n/s⌉. */
export function slide(
  layer: string,
  image: ImageShape,
  window: { kernel: Pair; stride: Pair; padding: Padding },
): [height: number, width: number] {
  const kernel = pairOf(window.kernel);
  const stride = pairOf(window.stride);
  const along = (axis: 0 | 1): number => {
    if (window.padding === 'same') return Math.ceil(image[axis] / stride[axis]);
    return Math.floor((image[axis] - kernel[axis]) / stride[axis]) + 1;
  };
  if (window.padding === 'valid' && (kernel[0] > image[0] || kernel[1] > image[1])) {
    throw invalidInput(`${layer} with a window of ${kernel.join('×')} needs an input at least as large, got ${image[0]}×${image[1]}`, {
      hint: 'Use padding: same, a smaller window, or fewer layers that shrink the image before it.',
    });
  }
  return [along(0), along(1)];
}

/** Places after a window slid along a series, by the rule of `slide`. */
export function slideAlong(layer: string, time: number, { kernel, stride, padding }: SeriesWindow): number {
  return slide(layer, [time, 1, 1], { kernel: [kernel, 1], stride: [stride, 1], padding })[0];
}

interface SeriesWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** A window as layers have it. */
interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

/** The config with a window of one place and the same steps; null when it has no other. */
export function onePlace<C extends Pick<Window, 'kernel' | 'padding'>>(config: C): C | null {
  const [height, width] = pairOf(config.kernel);
  const place: Pick<Window, 'kernel' | 'padding'> = { kernel: 1, padding: 'valid' };
  return height * width === 1 ? null : { ...config, ...place };
}

/** The config with a window of one place, at every place. */
export function everyPlace<C extends Window>(config: C): C {
  const place: Window = { kernel: 1, stride: 1, padding: 'valid' };
  return { ...config, ...place };
}

/** The config with a value for every place of the input. */
export function ownPlace<C extends Window>(config: C): C {
  const place: Pick<Window, 'stride' | 'padding'> = { stride: 1, padding: 'same' };
  return { ...config, ...place };
}

/**
 * The config with one place more or fewer on every side of the window. Null where the answers would shift: with steps of more
 * than one place, or where the window must fit inside; and where it has no side to lose.
 */
export function windowBy<C extends Window>(config: C, by: 1 | -1): C | null {
  const [stride, kernel] = [pairOf(config.stride), pairOf(config.kernel)];
  const changed = kernel.map(size => size + 2 * by);
  if (config.padding !== 'same' || stride.some(step => step !== 1) || changed.some(size => size < 1 || size > WIDEST)) return null;
  const place: Pick<Window, 'kernel'> = { kernel: changed[0] === changed[1] ? changed[0]! : changed };
  return { ...config, ...place };
}
