import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFolder } from './source-files.ts';

/** Where sources lie, and folders of a job's own below `scratch`: the `LocalFiles` of a job. */
export function createLocalFiles(sources: Pick<SourceFolder, 'pathOf'>, scratch: string) {
  return {
    pathOf: sources.pathOf,
    async makeFolder() {
      await mkdir(scratch, { recursive: true });
      const path = await mkdtemp(join(scratch, 'local-'));
      return { path, remove: () => rm(path, { recursive: true, force: true }) };
    },
  };
}
