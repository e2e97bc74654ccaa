/** Bytes of red, green and blue, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3]. */
  readonly values: Uint8ClampedArray;
}

const LOBES = 3;
const CHANNELS = 3;

/**
 * A picture at another size, by a windowed sinc of three lobes that is widened where pixels are joined, first along the rows, then along
 * the columns. Source: Duchon 1979, doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2 (Lanczos' filter).
 */
export function resize({ values, width, height }: Pixels, to: { readonly width: number; readonly height: number }): Pixels {
  if (to.width === width && to.height === height) return { values, width, height };
  const across = tapsOf(width, to.width);
  const down = tapsOf(height, to.height);
  const rows = new Float32Array(height * to.width * CHANNELS);
  for (let y = 0; y < height; y++) {
    across.forEach(({ first, weights }, x) => {
      for (let c = 0; c < CHANNELS; c++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[(y * width + first + i) * CHANNELS + c]!;
        rows[(y * to.width + x) * CHANNELS + c] = sum;
      }
    });
  }
  const out = new Uint8ClampedArray(to.height * to.width * CHANNELS);
  const line = to.width * CHANNELS;
  down.forEach(({ first, weights }, y) => {
    for (let at = 0; at < line; at++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * rows[(first + i) * line + at]!;
      out[y * line + at] = sum;
    }
  });
  return { values: out, ...to };
}

interface Taps {
  readonly first: number;
  /** Their sum is 1. */
  readonly weights: Float64Array;
}

/** Of each place along one side, the places before that it is made of. */
function tapsOf(from: number, to: number): readonly Taps[] {
  const scale = Math.max(1, from / to);
  return Array.from({ length: to }, (_, place) => {
    const centre = ((place + 0.5) * from) / to - 0.5;
    const first = Math.max(0, Math.ceil(centre - LOBES * scale));
    const last = Math.min(from - 1, Math.floor(centre + LOBES * scale));
    const weights = Float64Array.from({ length: last - first + 1 }, (_tap, i) => lanczos((first + i - centre) / scale));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map(weight => weight / sum) };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  const angle = Math.PI * x;
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle);
}
