import { join } from 'node:path';
import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import { checkSource, type SourceCheckQuestion } from '../engine/data/check-source.ts';
import { withArchives } from '../platform/archives/archive-sources.ts';
import { createArtifactFiles } from '../platform/artifact-files.ts';
import { createLocalFiles } from '../platform/local-files.ts';
import { createSha256, sha256 } from '../platform/sha256.ts';
import { createSourceFiles } from '../platform/source-files.ts';
import { forAWhile } from './for-a-while.ts';

/** Who waits longer than this had better import. */
const MOST_MS = 300_000;

/** As `checkSource`, of this machine's disk; what it writes is gone afterwards. Throws `invalid-input` also for what takes minutes. */
export async function checkSourceHere({ request, builtin }: SourceCheckQuestion): Promise<SourceCheck> {
  return forAWhile({ source: request.source, mostMs: MOST_MS }, ({ folder, turn }) => {
    const artifacts = createArtifactFiles(join(folder, 'artifacts'));
    const sources = withArchives(createSourceFiles(builtin), { folder: join(folder, 'unpacked'), turn });
    return checkSource(request, {
      ...{ sources, artifacts, createSha256, sha256, turn, local: createLocalFiles(sources, folder) },
      ...{ readArtifact: hash => artifacts.read(hash), artifactBytes: artifacts },
    });
  });
}
