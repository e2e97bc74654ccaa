/** Curves as sums of ramps: y = first + Σ_k height_k · clip((x − start_k)·slope_k, 0, 1). Channels × `count`, row-major. */
export interface Ramps {
  /** Per channel; those with fewer pieces have ramps of height 0. */
  readonly count: number;
  readonly starts: Float32Array;
  readonly slopes: Float32Array;
  readonly heights: Float32Array;
  /** Per channel. */
  readonly first: Float32Array;
}

/** The config of a `piecewise-linear` layer as ramps. */
export function rampsOf({
  at,
  values,
}: {
  readonly at: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
}): Ramps {
  const count = Math.max(0, ...at.map(places => places.length - 1));
  const size = at.length * count;
  const ramps = { starts: new Float32Array(size), slopes: new Float32Array(size), heights: new Float32Array(size) };
  at.forEach((places, channel) => {
    for (let k = 0; k + 1 < places.length; k++) {
      const place = channel * count + k;
      ramps.starts[place] = places[k]!;
      ramps.slopes[place] = 1 / (places[k + 1]! - places[k]!);
      ramps.heights[place] = values[channel]![k + 1]! - values[channel]![k]!;
    }
  });
  return { count, ...ramps, first: Float32Array.from(values, own => own[0]!) };
}
