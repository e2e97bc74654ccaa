/** What each exported file has to keep. */
export interface ExportBudget {
  /** Of all files of a format. */
  readonly bytes?: number | undefined;
  /** Median for one item, in the file's own runtime on one thread where it can be told. */
  readonly latencyMs?: number | undefined;
}

/** A bound and what was found: before writing, as far as it is known then, or of the written file. */
export interface BudgetVerdict {
  readonly measure: 'bytes' | 'latencyMs';
  readonly bound: number;
  /** Null where it is not known. */
  readonly found: number | null;
  /** 95 % interval of a time. */
  readonly interval?: readonly [low: number, high: number];
  /** Why it is not known. */
  readonly reason?: string;
}

/** Whether a bound is kept; null where that is not known. */
export function keepsBudget({ bound, found }: Pick<BudgetVerdict, 'bound' | 'found'>): boolean | null {
  return found === null ? null : found <= bound;
}
