import type { JobState } from '../../../src-shared/domain/job-state.ts';

/** Something that happened and is worth knowing afterwards. */
export type Note = RunNote | LocalNote;

export interface RunNote {
  readonly kind: 'run';
  readonly id: string;
  readonly atMs: number;
  readonly runId: string;
  readonly name: string;
  readonly state: 'succeeded' | 'failed' | 'cancelled';
}

/** What happened on this page: kept in this browser. */
export interface LocalNote {
  readonly kind: 'imported' | 'not-imported' | 'refused';
  readonly id: string;
  readonly atMs: number;
  /** The file, or the folder. */
  readonly name: string;
  /** Why, where it did not work. */
  readonly detail: string;
}

export interface NoteBook {
  readonly local: readonly LocalNote[];
  /** What is newer has not been seen. */
  readonly readMs: number;
  /** What is older is not shown. */
  readonly clearedMs: number;
}

const MOST_LOCAL = 50;
const MOST_SHOWN = 100;

export const emptyBook = (nowMs: number): NoteBook => ({ local: [], readMs: nowMs, clearedMs: 0 });

/** Newest first: what this page noted, and how the runs of the project ended, also while no page was open. */
export function notesOf(book: NoteBook, runs: readonly EndedRun[]): readonly Note[] {
  const ended = runs.flatMap(run => (isEnd(run.state) && run.finishedMs !== null ? [noteOf(run, run.state, run.finishedMs)] : []));
  return [...ended, ...book.local]
    .filter(note => note.atMs > book.clearedMs)
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, MOST_SHOWN);
}

export function unreadIn(notes: readonly Note[], { readMs }: NoteBook): number {
  return notes.filter(note => note.atMs > readMs).length;
}

export function withNote(book: NoteBook, note: LocalNote): NoteBook {
  return { ...book, local: [note, ...book.local].slice(0, MOST_LOCAL) };
}

/** A text from this browser's storage; null when it is none of ours. */
export function parseBook(text: string | null): NoteBook | null {
  try {
    const value = JSON.parse(text ?? '') as Partial<NoteBook> | null;
    const isBook = typeof value?.readMs === 'number' && typeof value.clearedMs === 'number' && Array.isArray(value.local);
    return isBook ? { local: value.local.filter(isLocalNote), readMs: value.readMs, clearedMs: value.clearedMs } : null;
  } catch {
    return null;
  }
}

interface EndedRun {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly finishedMs: number | null;
}

function noteOf({ id, name }: EndedRun, state: RunNote['state'], atMs: number): RunNote {
  return { kind: 'run', id: `run-${id}-${atMs}`, atMs, runId: id, name, state };
}

function isEnd(state: JobState): state is RunNote['state'] {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

const LOCAL_KINDS: ReadonlySet<unknown> = new Set(['imported', 'not-imported', 'refused']);

function isLocalNote(value: unknown): value is LocalNote {
  const { kind, id, atMs, name, detail } = (value ?? {}) as Partial<LocalNote>;
  return LOCAL_KINDS.has(kind) && [id, name, detail].every(text => typeof text === 'string') && typeof atMs === 'number';
}
