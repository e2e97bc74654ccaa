import type { Line, Point } from '../../charts/lines.ts';
import { poolReplicates } from '../../charts/pool-replicates.ts';
import type { Series } from '../../ipc/merge-series.ts';
import { groupSubjects, type Subject } from './subjects.ts';

/** What the horizontal axis counts. Time is at the job's mean speed: single steps are not timed. */
export const CURVE_AXES = ['epochs', 'minutes', 'steps'] as const;
export type CurveAxis = (typeof CURVE_AXES)[number];

/** A subject with the curves of the job that made it. */
export interface CurvedSubject {
  readonly subject: Subject;
  readonly series: readonly Series[];
}

/** Names of curves that any of them has: validation first, then training, then the rest. */
export function curveNames(curved: readonly CurvedSubject[]): readonly string[] {
  const names = [...new Set(curved.flatMap(({ series }) => series.map(each => each.name)))];
  const rank = (name: string): number => (name.startsWith('validation.') ? 0 : name.startsWith('train.') ? 1 : 2);
  return names.sort((a, b) => rank(a) - rank(b));
}

interface LinesWanted {
  readonly name: string;
  readonly axis: CurveAxis;
  /** For a group of so many replicates: `lean · mean of 3`. */
  readonly meanLabel: (name: string, count: number) => string;
}

/** One line a model; replicates as their mean with its band where their curves can be pooled. */
export function curveLines(curved: readonly CurvedSubject[], { name, axis, meanLabel }: LinesWanted): readonly Line[] {
  const seriesOf = new Map(curved.map(({ subject, series }) => [subject.modelId, series.find(each => each.name === name)]));
  const weight = name.startsWith('train.') ? 'fine' : 'strong';
  return groupSubjects(curved.map(({ subject }) => subject)).flatMap((group): readonly Line[] => {
    const members = group.members.flatMap(subject => {
      const series = seriesOf.get(subject.modelId);
      return series === undefined ? [] : [{ subject, points: pointsOn(axis, subject, series) }];
    });
    const pooled = members.length > 1 ? poolReplicates(members.map(({ points }) => points)) : null;
    const [first] = members;
    if (pooled !== null && first !== undefined) {
      const { mean, low, high } = pooled;
      return [{ label: meanLabel(group.name, members.length), colour: first.subject.colour, points: mean, weight, band: { low, high } }];
    }
    return members.map(({ subject, points }) => ({ label: subject.label, colour: subject.colour, points, weight }));
  });
}

/** NULL in the store is NaN, which breaks the line instead of hiding it. */
function pointsOn(axis: CurveAxis, { row }: Subject, { steps, values }: Pick<Series, 'steps' | 'values'>): readonly Point[] {
  const scale = row === null ? 1 : scaleOf(axis, row.output.summary);
  return steps.map((step, i) => ({ x: step * scale, y: values[i] ?? Number.NaN }));
}

interface Course {
  readonly steps: number;
  readonly trainingMs: number;
  readonly epochs: { readonly run: number };
}

/** Units of the axis a training step is worth. */
export function scaleOf(axis: CurveAxis, { steps, trainingMs, epochs }: Course): number {
  if (steps <= 0 || axis === 'steps') return 1;
  return axis === 'epochs' ? epochs.run / steps : trainingMs / 60_000 / steps;
}
