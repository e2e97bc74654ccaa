/** What a format would make of a model, without writing it. */
export interface ExportPreview {
  readonly format: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Null where it can't be written. */
  readonly written: PreviewedFiles | null;
  readonly refusal: { readonly message: string; readonly hint: string | null; readonly path: string | null } | null;
  /** As it was timed in the lab; null where it was not. */
  readonly latency: KnownLatency | null;
}

export interface PreviewedFiles {
  readonly files: readonly NamedSize[];
  /** Of all of them. */
  readonly bytes: number;
  /** Whether the export will have these very bytes; else about, as ranges or check items are not known before. */
  readonly isExact: boolean;
  /** What lies in an archive to hand over; empty for other formats. */
  readonly contents: readonly NamedSize[];
  /** The card in it, an HTML page by itself. */
  readonly card: string | null;
}

export interface NamedSize {
  readonly name: string;
  readonly bytes: number;
}

/** Of one item on one thread, from the newest measurement in the lab. */
export interface KnownLatency {
  readonly p50Ms: number;
  readonly low: number;
  readonly high: number;
  readonly atMs: number;
}
