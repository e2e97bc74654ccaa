/** What `repair` does; data, so that it can be shown before it is done. */
export type RepairAction =
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'set-aside'; readonly path: string; readonly to: string }
  /** The model or data set whose file is lost leaves the lists; the step that made it runs again when it is asked for. */
  | { readonly kind: 'forget-artifact'; readonly hash: string }
  | { readonly kind: 'forget-checkpoint'; readonly key: string; readonly seq: number };

export const FINDING_KINDS = [
  'store-damaged',
  'artifact-damaged',
  'artifact-missing',
  'artifact-unreferenced',
  'checkpoint-damaged',
  'checkpoint-orphaned',
  'temporary-file',
  'stray-file',
  'disk-low',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** `error`: something is lost. `warning`: something may go wrong. `garbage`: room that could be had. */
  readonly severity: 'error' | 'warning' | 'garbage';
  readonly message: string;
  /** Absolute. */
  readonly path: string;
  /** Room the repair gives back. */
  readonly bytes: number;
  /** What is proposed; null when only a person can help. */
  readonly repair: { readonly title: string; readonly actions: readonly RepairAction[] } | null;
}

/** A proposal to remove what nobody needs. */
export function garbage(kind: FindingKind, message: string, path: string, bytes: number): Finding {
  return { kind, severity: 'garbage', message, path, bytes, repair: { title: 'Remove it', actions: [{ kind: 'remove', path }] } };
}

export interface DoctorPorts {
  /** sha-256 in hex. */
  hashFile(path: string): Promise<string>;
  nowMs(): number;
  /** Files looked at so far, and how many there are. */
  onProgress?(done: number, total: number): void;
}
