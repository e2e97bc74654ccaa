import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';

/**
 * A file of the workspace, by what it is to a person: `lost` is the sentence for one that was taken away or changed by something
 * outside, which fails as `store-damaged` under that name instead of its hash.
 */
export async function readNamed(artifacts: Pick<ArtifactFiles, 'read'>, hash: string, lost: string): Promise<Uint8Array> {
  try {
    return await artifacts.read(hash);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'store-damaged') throw thrown;
    const hint = 'Put the file back, or start the recipe that made it again: what is whole is taken over, the rest is made anew.';
    throw new AppFailure({ ...thrown.error, message: lost, hint }, { cause: thrown });
  }
}
