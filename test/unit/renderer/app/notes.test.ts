import { describe, expect, it } from 'vitest';
import { emptyBook, notesOf, parseBook, unreadIn, withNote, type LocalNote } from '../../../../src-renderer/app/notes/notes.ts';

const runs = [
  { id: 'a', name: 'A', state: 'succeeded', finishedMs: 100 },
  { id: 'b', name: 'B', state: 'running', finishedMs: null },
  { id: 'c', name: 'C', state: 'failed', finishedMs: 300 },
  { id: 'd', name: 'D', state: 'interrupted', finishedMs: 400 },
] as const;
const local: LocalNote = { kind: 'refused', id: 'x', atMs: 200, name: 'x.psd', detail: 'why' };

describe('notes', () => {
  it('are the ends of runs and what this page noted, newest first', () => {
    const book = withNote(emptyBook(50), local);
    expect(notesOf(book, runs).map(note => [note.kind, note.atMs])).toEqual([
      ['run', 300],
      ['refused', 200],
      ['run', 100],
    ]);
  });

  it('are unread when they are newer than the last look, so also those of a time without a page', () => {
    const book = withNote(emptyBook(150), local);
    expect(unreadIn(notesOf(book, runs), book)).toBe(2);
    expect(unreadIn(notesOf(book, runs), { ...book, readMs: 300 })).toBe(0);
  });

  it('are gone once cleared, and come again for what ends later', () => {
    const book = { ...withNote(emptyBook(0), local), clearedMs: 250 };
    expect(notesOf(book, runs).map(note => note.atMs)).toEqual([300]);
  });

  it('are kept as text; what is none of ours is none', () => {
    const book = withNote(emptyBook(7), local);
    expect(parseBook(JSON.stringify(book))).toEqual(book);
    for (const text of [null, '', '3', 'null', '{"readMs":1}', '{"readMs":"1","clearedMs":0,"local":[]}'])
      expect(parseBook(text)).toBeNull();
    expect(parseBook(JSON.stringify({ ...book, local: [local, { kind: 'run' }, null, 3] }))?.local).toEqual([local]);
  });

  it('on this page are at most fifty', () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ ...local, id: String(i) })).reduce(withNote, emptyBook(0));
    expect([many.local.length, many.local[0]?.id]).toEqual([50, '59']);
  });
});
