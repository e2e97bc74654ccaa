import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';

/** How far the member of a fold has come. */
export interface MemberTurns {
  /** Figures on what it held out, after each epoch. */
  readonly curve: readonly Readonly<Record<string, number>>[];
  readonly trainingMs: number;
  /** What it goes on from; null at its beginning, and once its last epoch is over. */
  readonly snapshot: TensorFile | null;
}

/** How far all of them have come. */
export interface TurnsSoFar {
  /** Epochs whose means were told. */
  readonly told: number;
  /** In the order of the folds. */
  readonly list: MemberTurns[];
}

const KIND = 'fold-turns';
const VERSION = '1';

/** As one snapshot. */
export function packTurns({ told, list }: TurnsSoFar): TensorFile {
  const members = list.map(({ curve, trainingMs, snapshot }) => ({ curve, trainingMs, metadata: snapshot?.metadata ?? null }));
  const tensors = list.flatMap(({ snapshot }, i) =>
    Object.entries(snapshot?.tensors ?? {}).map(([name, tensor]) => [`${i}/${name}`, tensor] as const),
  );
  return {
    metadata: { kind: KIND, version: VERSION, told: String(told), members: JSON.stringify(members) },
    tensors: Object.fromEntries(tensors),
  };
}

/** Throws a plain Error for a snapshot of something else. */
export function readTurns({ metadata: { kind, version, told, members }, tensors }: TensorFile): TurnsSoFar {
  if (kind !== KIND || version !== VERSION || members === undefined) {
    throw new Error(`A snapshot of folds of version ${VERSION} is required, got '${String(kind)}' ${String(version)}`);
  }
  const known = JSON.parse(members) as readonly (Omit<MemberTurns, 'snapshot'> & { readonly metadata: TensorFile['metadata'] | null })[];
  const list = known.map(({ metadata, ...member }, i): MemberTurns => {
    const own = Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith(`${i}/`) ? [[name.slice(`${i}/`.length), tensor] as const] : [],
    );
    return { ...member, snapshot: metadata === null ? null : { metadata, tensors: Object.fromEntries(own) } };
  });
  return { told: Number(told), list };
}
