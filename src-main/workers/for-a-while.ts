import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invalidInput } from '../../src-shared/lib/app-error.ts';

interface While {
  readonly source: string;
  readonly mostMs: number;
}

interface Surroundings {
  /** Empty, and gone afterwards. */
  readonly folder: string;
  /** Lets others have their turn; throws when the time is over. */
  turn(): Promise<void>;
}

const PREFIX = 'espalier-source-';

/** Runs what looks at a source before it is imported. Throws `invalid-input` where that takes longer. */
export async function forAWhile<T>({ source, mostMs }: While, run: (surroundings: Surroundings) => Promise<T>): Promise<T> {
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const until = performance.now() + mostMs;
  const turn = async (): Promise<void> => {
    await new Promise(resolve => setImmediate(resolve));
    if (performance.now() > until) throw tooLong(source, mostMs);
  };
  try {
    return await run({ folder, turn });
  } finally {
    process.off('exit', remove);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of processes that were killed. */
async function removeLeftOvers(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter(name => name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length).split('-')[0])));
  // Another user's are not ours to remove.
  await Promise.all(left.map(name => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function tooLong(path: string, mostMs: number): Error {
  return invalidInput(`A source that can be looked at within ${mostMs / 1000} seconds is required, but this one takes longer`, {
    path,
    hint: 'Go on without it: the import reads it all.',
  });
}
