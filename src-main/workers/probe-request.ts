import type { BackendOptions } from '../engine/backends/backend.ts';

/** What a probe process is asked. */
export interface ProbeRequest {
  /** A back end's id; null asks for the list of rungs. */
  readonly measure: string | null;
  readonly options: BackendOptions;
}
