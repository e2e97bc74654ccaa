import { open, type FileHandle } from 'node:fs/promises';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { readZipEntries, startOfData, type ZipEntry } from './archives/zip-entries.ts';

/** One file in a wheel, stored or deflated. */
export type WheelMember = ZipEntry;

const STORED = 0;
export const DEFLATED = 8;

/** The files of a wheel, from the directory at its end. Throws `install-failed` when it is no whole zip archive. */
export async function listWheel(path: string): Promise<readonly WheelMember[]> {
  return fromWheel(path, async file => {
    const members = await readZipEntries(file, (await file.stat()).size, path);
    const strange = members.find(({ method }) => method !== STORED && method !== DEFLATED);
    if (strange !== undefined) throw damaged(path, `'${strange.name}' is packed in a way (${strange.method}) that is not read here`);
    return members;
  });
}

/** Where the packed bytes of a member begin; its local header may be longer than the directory says. */
export async function dataOffset(path: string, member: WheelMember): Promise<number> {
  return fromWheel(path, file => startOfData(file, member, path));
}

/** `why`: what was found instead of a whole wheel. */
export function damaged(path: string, why: string): AppFailure {
  return new AppFailure({
    code: 'install-failed',
    message: `A whole wheel is required, but ${why}`,
    path,
    hint: 'Install again: it is then fetched anew.',
  });
}

async function fromWheel<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } catch (thrown) {
    throw thrown instanceof AppFailure && thrown.error.code === 'invalid-input'
      ? damaged(path, 'its directory is missing or damaged')
      : thrown;
  } finally {
    await file.close();
  }
}
