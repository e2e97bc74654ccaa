import { OUT_OF_SIGHT } from '../../../graph/places.ts';
import { sizeOf } from '../../../graph/shape-checks.ts';
import { Unsupported } from '../../foreign-graph.ts';
import { axisSize, matched, sameAxis, withAtoms, type Live } from '../axes.ts';
import { axisAt, constant, int, live, sameNumber, type Op, type OpCall } from '../call.ts';
import { nodeIn, reshapedNode } from '../layouts.ts';
import { addRescale, withoutBatch } from '../pieces.ts';
import type { Scores, Value } from '../trace.ts';

/**
 * Attention comes in pieces: Q·Kᵀ, a scale, perhaps a mask, a softmax, ·V. Queries and keys stay apart until the softmax, and
 * become one layer with the values.
 */
export function scoresOrRead(call: OpCall): Value {
  const [first] = call.inputs;
  return first?.kind === 'scores' ? read(call, first) : fits(call);
}

function fits({ trace, ...call }: OpCall): Scores {
  const [queries, keys] = [live({ trace, ...call }), live({ trace, ...call }, 1)];
  const rank = queries.axes.length;
  if (keys.axes.length !== rank || rank < 3) throw new Unsupported('queries and keys of as many axes are required');
  // The keys are turned: what is summed over is the last axis but one.
  const { value: like, parts } = alike(keys, queries, [...outerAxes(rank), [rank - 2, rank - 1]]);
  const asking = withAtoms(queries, parts);
  return {
    kind: 'scores',
    queries: asking,
    keys: like,
    axes: [...asking.axes.slice(0, -1), like.axes[rank - 1]!],
    within: asking.axes[rank - 1]!,
    scale: 1,
    mask: null,
    normalised: false,
    steps: asking.axes[rank - 2]!,
    seen: like.axes[rank - 1]!,
  };
}

/** All but the last two, each beside itself. */
function outerAxes(rank: number): readonly (readonly [number, number])[] {
  return Array.from({ length: rank - 2 }, (_, i) => [i, i] as const);
}

/** As `matched`; an atom is cut where the other value's heads, or channels, are. */
function alike(...values: Parameters<typeof matched>): NonNullable<ReturnType<typeof matched>> {
  const found = matched(...values);
  if (found === null) throw new Unsupported('heads that are cut alike are required');
  return found;
}

export function scaledScores(call: OpCall, divides: boolean): Scores {
  const scores = call.inputs.find(input => input?.kind === 'scores') as Scores;
  const place = call.inputs.findIndex(input => input?.kind === 'constant');
  const factor = place === -1 ? null : sameNumber(constant(call, place));
  if (factor === null || scores.normalised || scores.mask !== null || (divides && place === 0))
    throw new Unsupported('scores times one number are required');
  return { ...scores, scale: scores.scale * (divides ? 1 / factor : factor) };
}

/** Nothing, or what takes keys out of sight: the same for all queries and heads. */
export function maskedScores(call: OpCall): Scores {
  const scores = call.inputs.find(input => input?.kind === 'scores') as Scores;
  const other = call.inputs.find(input => input?.kind !== 'scores');
  if (other?.kind === 'constant' && sameNumber(other.tensor) === 0) return scores;
  if (other?.kind !== 'live' || scores.mask !== null)
    throw new Unsupported('scores are read without a mask, or with one of the keys alone');
  return { ...scores, mask: keysMask(call, other, axisSize(scores.axes.at(-1) ?? [])) };
}

/** The mask of 0 and 1 that was moved out of sight: (mask − 1)·much. */
function keysMask({ trace }: OpCall, { node }: Live, keys: number): string {
  let [input, factor, offset] = [node, 1, 0];
  for (let draft = trace.draft(node); draft.layer === 'rescale'; draft = trace.draft(input)) {
    const { factor: by, offset: more } = draft.config as unknown as Readonly<Record<'factor' | 'offset', readonly number[]>>;
    if (by.length !== 1 || more.length !== 1) break;
    [input, offset, factor] = [draft.inputs[0] ?? '', offset + factor * more[0]!, factor * by[0]!];
  }
  const hides = factor >= LEAST_DEPTH && factor <= OUT_OF_SIGHT * 10 && Math.abs(offset + factor) <= 1e-6 * factor;
  if (!hides || sizeOf(trace.shapeOf(input)) !== keys) throw new Unsupported('a mask of 0 and 1, one number for each key, is required');
  return reshapedNode(trace, input, [keys, 1]);
}

/** What is less than that does not hide a key. */
const LEAST_DEPTH = 1e4;

export function isSoftmax({ inputs }: OpCall): boolean {
  return inputs[0]?.kind === 'scores';
}

export function softenedScores(call: OpCall): Scores {
  const scores = call.inputs[0] as Scores;
  const axis = scores.axes[axisAt(int(call, 'axis', -1), scores.axes.length)]!;
  if (scores.normalised) throw new Unsupported('a softmax over the keys is required');
  if (sameAxis(axis, scores.seen)) return { ...scores, normalised: true };
  // K·Qᵀ, as Keras writes it: what comes first are the keys.
  if (!sameAxis(axis, scores.steps) || scores.mask !== null) throw new Unsupported('a softmax over the keys is required');
  const { queries: keys, keys: queries, steps: seen, seen: steps } = scores;
  return { ...scores, queries, keys, steps, seen, normalised: true };
}

/** Scores under other axes: what regroups a value regroups them, as long as steps and heads stay whole. */
export function seenAs(call: OpCall, op: Op): Value {
  const scores = call.inputs[0] as Scores;
  const view: Live = { kind: 'live', node: '', layout: [], axes: scores.axes };
  const [result] = [op({ ...call, inputs: [view, ...call.inputs.slice(1)] })].flat() as readonly (Value | undefined)[];
  if (result?.kind === 'constant') return result;
  const atoms = new Set(scores.axes.flat());
  const isWhole = result?.kind === 'live' && result.node === '' && result.axes.flat().every(atom => atoms.has(atom));
  if (!isWhole) throw new Unsupported('scores are not cut apart');
  return { ...scores, axes: result.axes };
}

function read(call: OpCall, scores: Scores): Live {
  const { scale, mask, normalised } = scores;
  const { trace } = call;
  const values = live(call, 1);
  const rank = scores.axes.length;
  const inPlace = sameAxis(scores.axes[rank - 1]!, scores.seen) && sameAxis(scores.axes[rank - 2]!, scores.steps);
  if (!normalised || values.axes.length !== rank || !inPlace)
    throw new Unsupported('values of as many axes, read by shares of a softmax, are required');
  const { value: like, parts } = alike(values, { ...scores.keys, axes: scores.axes }, [...outerAxes(rank), [rank - 2, rank - 1]]);
  const [queries, keys] = [withAtoms(scores.queries, parts), withAtoms(scores.keys, parts)];
  const apart = withAtoms({ ...scores.keys, axes: [...scores.axes, scores.within] }, parts).axes;
  const [axes, within] = [apart.slice(0, rank), apart[rank]!];
  const heads = withoutBatch(trace, axes.slice(0, -2)).flat();
  const width = like.axes[rank - 1]!;
  if (axisSize(width) !== axisSize(within)) throw new Unsupported('values as wide as the keys are required');
  const [steps, seen] = [axes[rank - 2]!, axes[rank - 1]!];
  const size = axisSize(within);
  const factor = scale * Math.sqrt(size);
  const scaled = Math.abs(factor - 1) < 1e-6 ? queries : addRescale(trace, queries, { factor: [factor] });
  const inputs = [
    nodeIn(trace, scaled, [steps, [...heads, ...within]]),
    nodeIn(trace, keys, [seen, [...heads, ...within]]),
    nodeIn(trace, like, [seen, [...heads, ...width]]),
    ...(mask === null ? [] : [mask]),
  ];
  const node = trace.add({ layer: 'attention', config: { headSize: size }, inputs });
  return { kind: 'live', node, layout: [steps, [...heads, ...width]], axes: [...axes.slice(0, -1), width] };
}
