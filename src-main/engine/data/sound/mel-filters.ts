/** A triangle over the bins of a spectrum: `weights[i]` is that of bin `first + i`. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

export interface MelRange {
  readonly bands: number;
  /** Hz. */
  readonly low: number;
  readonly high: number;
}

const LINEAR_HZ = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ;
const LOG_STEP = Math.log(6.4) / 27;

/**
 * Triangles of equal width on Slaney's mel scale (linear to 1 kHz, logarithmic above), each of area 1 over Hz. Source: Slaney 1998,
 * "Auditory Toolbox", Interval TR 1998-010; the numbers are those of librosa's default.
 */
export function melFilters({ bands, low, high }: MelRange, sampleRate: number, fftSize: number): readonly MelFilter[] {
  const [from, to] = [melOf(low), melOf(high)];
  const edges = Array.from({ length: bands + 2 }, (_, i) => hertzOf(from + ((to - from) * i) / (bands + 1)));
  const bins = fftSize / 2 + 1;
  return Array.from({ length: bands }, (_, band) => {
    const [left, centre, right] = edges.slice(band, band + 3) as [number, number, number];
    const height = 2 / (right - left);
    const weightOf = (bin: number): number => {
      const hertz = (bin * sampleRate) / fftSize;
      return height * Math.max(0, Math.min((hertz - left) / (centre - left), (right - hertz) / (right - centre)));
    };
    const first = Math.min(bins, Math.max(0, Math.ceil((left * fftSize) / sampleRate)));
    const last = Math.min(bins - 1, Math.floor((right * fftSize) / sampleRate));
    return { first, weights: Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => weightOf(first + i)) };
  });
}

function melOf(hertz: number): number {
  return hertz < BREAK_HZ ? hertz / LINEAR_HZ : BREAK_MEL + Math.log(hertz / BREAK_HZ) / LOG_STEP;
}

function hertzOf(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HZ : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}
