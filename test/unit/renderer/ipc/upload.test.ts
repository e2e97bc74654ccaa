import { expect, it } from 'vitest';
import { uploadGroup } from '../../../../src-renderer/ipc/upload.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';

type Parts = Parameters<typeof uploadGroup>[0];

/** A host that takes a turn of the event loop for a file, and tells what it saw; files called `bad` are refused. */
function fakeHost() {
  const seen = { begun: [] as string[], atOnce: 0, most: 0, underWayAtEnd: -1 };
  const ended = (source: string) => {
    seen.underWayAtEnd = seen.atOnce;
    return { ok: true, value: { source, name: source, bytes: 1, abandoned: true } };
  };
  const parts = {
    host: {
      bridge: { subscribe: () => () => undefined },
      async sendFile({ path }: { path: string }, _file: File, signal: AbortSignal) {
        seen.begun.push(path);
        seen.most = Math.max(seen.most, ++seen.atOnce);
        await new Promise(resolve => setTimeout(resolve, path.startsWith('slow') ? 30 : 2));
        seen.atOnce--;
        if (path === 'bad') return { ok: false, error: { code: 'invalid-input', message: 'bad' } };
        return signal.aborted ? { ok: false, error: { code: 'cancelled', message: 'late' } } : { ok: true, value: 1 };
      },
    },
    api: {
      uploads: {
        begin: async () => ({ ok: true, value: { batch: 'b' } }),
        finish: async () => ended('uploads/x'),
        abandon: async () => ended('none'),
      },
    },
  } as unknown as Parts;
  return { parts, seen };
}

const groupOf = (names: readonly string[]) => ({ name: 'x', files: names.map(path => ({ path, bytes: 1, file: new File(['x'], path) })) });
const names = Array.from({ length: 20 }, (_, i) => `f${i}`);
const watch = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

it('sends four files at once, each one once', async () => {
  const { parts, seen } = fakeHost();
  await uploadGroup(parts, groupOf(names), watch());
  expect(seen.begun.toSorted()).toEqual(names.toSorted());
  expect(seen).toMatchObject({ most: 4, underWayAtEnd: 0 });
});

it('begins none after one was refused, says why, and waits for those under way before it abandons all', async () => {
  const { parts, seen } = fakeHost();
  expect(await rejectionOf(uploadGroup(parts, groupOf(['slow1', 'bad', 'slow2', 'slow3', ...names]), watch()))).toMatchObject({
    message: 'bad',
  });
  expect(seen.begun).toEqual(['slow1', 'bad', 'slow2', 'slow3']);
  expect(seen.underWayAtEnd).toBe(0);
});

it('stops where a person does', async () => {
  const { parts, seen } = fakeHost();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  const work = uploadGroup(parts, groupOf(names), { ...watch(), signal: stop.signal });
  expect((await rejectionOf(work)).code).toBe('cancelled');
  expect(seen.begun.length).toBeLessThan(names.length);
});
