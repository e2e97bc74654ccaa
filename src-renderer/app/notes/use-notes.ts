import { useCallback, useMemo, useState } from 'react';
import { useWorkspace } from '../../ipc/queries.ts';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { emptyBook, notesOf, parseBook, unreadIn, withNote, type LocalNote, type Note, type NoteBook } from './notes.ts';

export interface Notes {
  readonly notes: readonly Note[];
  readonly unread: number;
  readonly isUnread: (note: Note) => boolean;
  add(note: Omit<LocalNote, 'id' | 'atMs'>): void;
  markRead(): void;
  clear(): void;
}

/** The notes of the open project. A project looked at for the first time in this browser has none that are unread. */
export function useNotes(): Notes {
  const path = useWorkspace().data?.path;
  const { data: runs } = useRunFacts();
  const key = `espalier.notes.${path ?? ''}`;
  const [kept, setKept] = useState<{ readonly key: string; readonly book: NoteBook } | null>(null);
  const stored = useMemo(() => (path === undefined ? null : firstBook(key)), [path, key]);
  const book = kept?.key === key ? kept.book : stored;
  const change = useCallback(
    (edit: (book: NoteBook) => NoteBook) => {
      const next = edit(firstBook(key));
      window.localStorage.setItem(key, JSON.stringify(next));
      setKept({ key, book: next });
    },
    [key],
  );
  const notes = useMemo(() => (book === null ? [] : notesOf(book, runs ?? [])), [book, runs]);
  return {
    notes,
    unread: book === null ? 0 : unreadIn(notes, book),
    isUnread: note => book !== null && note.atMs > book.readMs,
    add: useCallback(
      note => change(before => withNote(before, { ...note, id: `${Date.now()}-${before.local.length}`, atMs: Date.now() })),
      [change],
    ),
    markRead: useCallback(() => change(before => ({ ...before, readMs: Date.now() })), [change]),
    clear: useCallback(() => change(before => ({ ...before, local: [], readMs: Date.now(), clearedMs: Date.now() })), [change]),
  };
}

function firstBook(key: string): NoteBook {
  const known = parseBook(window.localStorage.getItem(key));
  if (known !== null) return known;
  const fresh = emptyBook(Date.now());
  window.localStorage.setItem(key, JSON.stringify(fresh));
  return fresh;
}
