import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeDisk } from '../../../src-main/platform/disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('makes folders below one that is not there yet, however many ask at once', async () => {
  for (let round = 0; round < 100; round++) {
    const above = join(temporaryFolder(), 'above', 'it');
    const paths = Array.from({ length: 8 }, (_, i) => join(above, `job ${i}`));
    await Promise.all(paths.map(path => nodeDisk.makeFolder(path)));
    for (const path of paths) expect(statSync(path).isDirectory()).toBe(true);
  }
});
