import type { FigureValue } from './figures.ts';

export type Setting = number | string | boolean;

/** One upright axis: a number, or a few texts one above the other. */
export type ParallelAxis =
  | { readonly kind: 'number'; readonly id: string; readonly low: number; readonly high: number; readonly isLog: boolean }
  | { readonly kind: 'texts'; readonly id: string; readonly texts: readonly string[] };

/** Where a model crosses each axis, in [0, 1] from the foot up; null where it has nothing there. */
export interface ParallelLine {
  readonly modelId: string;
  readonly places: readonly (number | null)[];
}

export interface ParallelInput {
  readonly modelIds: readonly string[];
  readonly settings: ReadonlyMap<string, Readonly<Record<string, Setting>>>;
  /** Results, to the right of the settings. */
  readonly results: readonly { readonly id: string; readonly values: readonly (FigureValue | null)[] }[];
}

export interface Parallel {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
}

/** More texts on an axis would lie on each other. */
const MOST_TEXTS = 24;

/** Settings in which the models differ, then results: the same for all says nothing. */
export function parallelOf({ modelIds, settings, results }: ParallelInput): Parallel {
  const names = [...new Set(modelIds.flatMap(id => Object.keys(settings.get(id) ?? {})))];
  const columns = [
    ...names.map(id => ({ id, values: modelIds.map(model => settings.get(model)?.[id] ?? null) })),
    ...results.map(({ id, values }) => ({ id, values: values.map(value => value?.value ?? null) })),
  ];
  const drawn = columns.flatMap(column => {
    const axis = axisOf(column.id, column.values);
    return axis === null ? [] : [{ axis, values: column.values }];
  });
  return {
    axes: drawn.map(({ axis }) => axis),
    lines: modelIds.map((modelId, i) => ({ modelId, places: drawn.map(({ axis, values }) => placeOn(axis, values[i] ?? null)) })),
  };
}

/** Whether a line passes every axis within its limits; one without a place on a limited axis does not. */
export function passes({ places }: ParallelLine, limits: readonly (readonly [number, number] | null)[]): boolean {
  return limits.every((limit, i) => {
    if (limit === null || limit === undefined) return true;
    const place = places[i] ?? null;
    return place !== null && place >= limit[0] - 1e-9 && place <= limit[1] + 1e-9;
  });
}

/** The value at a place, for the words beside a limit. */
export function valueAt(axis: ParallelAxis, place: number): number | string {
  if (axis.kind === 'texts') return axis.texts[Math.round(place * (axis.texts.length - 1))] ?? '';
  if (axis.isLog) return Math.exp(Math.log(axis.low) + place * (Math.log(axis.high) - Math.log(axis.low)));
  return axis.low + place * (axis.high - axis.low);
}

function axisOf(id: string, values: readonly (Setting | null)[]): ParallelAxis | null {
  const given = values.filter(value => value !== null);
  const distinct = new Set(given);
  if (distinct.size < 2 && given.length === values.length) return null;
  if (distinct.size === 0) return null;
  if (given.every(value => typeof value === 'number' && Number.isFinite(value))) {
    const numbers = given as number[];
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    if (low === high) return null;
    return { kind: 'number', id, low, high, isLog: low > 0 && high / low >= 20 };
  }
  if (distinct.size > MOST_TEXTS || distinct.size < 2) return null;
  return { kind: 'texts', id, texts: [...distinct].map(String).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) };
}

function placeOn(axis: ParallelAxis, value: Setting | null): number | null {
  if (value === null) return null;
  if (axis.kind === 'texts') {
    const index = axis.texts.indexOf(String(value));
    return index < 0 ? null : index / Math.max(1, axis.texts.length - 1);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  if (axis.isLog) return (Math.log(value) - Math.log(axis.low)) / (Math.log(axis.high) - Math.log(axis.low));
  return (value - axis.low) / (axis.high - axis.low);
}
