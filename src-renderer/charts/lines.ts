/** A curve as charts take it. */
export interface Line {
  readonly label: string;
  /** A CSS colour or `var(--…)`. */
  readonly colour: string;
  readonly points: readonly Point[];
  /** Validation curves are drawn stronger than training ones. */
  readonly weight: 'strong' | 'fine';
  /** Drawn as a shade behind the line. */
  readonly band?: Band;
  /** While it grows: how it goes on beyond its points; several where it is the mean of several. */
  readonly tails?: readonly Tail[];
}

/** The end of a curve that grows. */
export interface Tail {
  /** Where it begins. */
  readonly from: Point | null;
  /** As of now, beyond `from`, in ascending x. */
  points(): readonly Point[];
}

/** The interval around a line, point by point. */
export interface Band {
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

export interface Point {
  readonly x: number;
  /** NaN breaks the line. */
  readonly y: number;
}

/** Index of the point nearest in x; points are in ascending x. −1 when there are none. */
export function nearestIndex(points: readonly Point[], x: number): number {
  let low = 0;
  let high = points.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && x - points[before]!.x <= points[low]!.x - x ? before : low;
}

/** First step at which a curve is not a number; null when it always is one. */
export function firstNotANumber(points: readonly Point[]): number | null {
  return points.find(point => !Number.isFinite(point.y))?.x ?? null;
}

/** Least or greatest finite value, for the marked best point. */
export function bestPoint(points: readonly Point[], want: 'least' | 'greatest'): Point | null {
  let best: Point | null = null;
  for (const point of points) {
    if (!Number.isFinite(point.y)) continue;
    if (best === null || (want === 'least' ? point.y < best.y : point.y > best.y)) best = point;
  }
  return best;
}

/** Whether every drawable value fits a logarithmic axis. */
export function canBeLogarithmic(lines: readonly Line[]): boolean {
  return lines.every(line => line.points.every(point => !Number.isFinite(point.y) || point.y > 0));
}

export interface LineTable {
  readonly header: readonly string[];
  /** One row per step that any line has; null where a line has none. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** The numbers behind a chart: first column is x, then one per line. */
export function tableOf(lines: readonly Line[], xTitle: string): LineTable {
  const byX = lines.map(line => new Map(line.points.map(point => [point.x, point.y])));
  const xs = [...new Set(byX.flatMap(map => [...map.keys()]))].sort((a, b) => a - b);
  return { header: [xTitle, ...lines.map(line => line.label)], rows: xs.map(x => [x, ...byX.map(map => map.get(x) ?? null)]) };
}

/** Tab separated, as spreadsheets paste it; every digit of every number. */
export function tsvOf({ header, rows }: LineTable): string {
  return [header.join('\t'), ...rows.map(row => row.map(cell => (cell === null ? '' : String(cell))).join('\t'))].join('\n');
}
