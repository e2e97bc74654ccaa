/** Zero crossings of the sinc on each side: more make the slope between what passes and what is kept out steeper. */
const CROSSINGS = 32;
/** Kaiser window: 90 dB below. */
const BETA = 9;
/** What passes, as a share of the lower of both Nyquist frequencies. */
const ROLL_OFF = 0.945;
/** Rates without a short common measure would ask for a huge table. */
const MOST_PHASES = 48_000;

/** A filter for every place that an output sample can have between two input samples. */
export interface Resampler {
  /** Of `round(samples · to / from)` samples, rounded up. */
  resample(samples: Float32Array): Float32Array;
}

/**
 * Band-limited interpolation by a windowed sinc: a polyphase filter, cut off below the lower Nyquist frequency. Samples before the
 * first and behind the last are 0. Source: Smith 1984, "Digital audio resampling" (ccrma.stanford.edu/~jos/resample); window of Kaiser 1974.
 */
export function createResampler(from: number, to: number): Resampler {
  const measure = commonMeasure(from, to);
  const [down, up] = [from / measure, to / measure];
  if (up > MOST_PHASES) throw new Error(`At most ${MOST_PHASES} phases are tabled, but ${from} to ${to} Hz has ${up}`);
  if (down === up) return { resample: samples => samples.slice() };
  const cutOff = Math.min(1, to / from) * ROLL_OFF;
  const reach = Math.ceil(CROSSINGS / cutOff);
  const table = phaseTable(up, reach, cutOff);
  return {
    resample(samples) {
      const out = new Float32Array(Math.ceil((samples.length * up) / down));
      for (let i = 0; i < out.length; i++) {
        const at = i * down;
        out[i] = filtered(samples, Math.floor(at / up), table[at % up]!, reach);
      }
      return out;
    },
  };
}

/** Taps from `-reach + 1` to `reach` around the input sample before the output's place. */
function phaseTable(up: number, reach: number, cutOff: number): readonly Float64Array[] {
  return Array.from({ length: up }, (_, phase) =>
    Float64Array.from({ length: 2 * reach }, (_, tap) => {
      const distance = phase / up - (tap - reach + 1);
      const within = distance / reach;
      if (Math.abs(within) >= 1) return 0;
      return cutOff * sinc(cutOff * distance) * (bessel(BETA * Math.sqrt(1 - within * within)) / bessel(BETA));
    }),
  );
}

function filtered(samples: Float32Array, before: number, taps: Float64Array, reach: number): number {
  const first = before - reach + 1;
  const begin = Math.max(0, -first);
  const end = Math.min(taps.length, samples.length - first);
  let sum = 0;
  for (let tap = begin; tap < end; tap++) sum += samples[first + tap]! * taps[tap]!;
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function commonMeasure(a: number, b: number): number {
  return b === 0 ? a : commonMeasure(b, a % b);
}
