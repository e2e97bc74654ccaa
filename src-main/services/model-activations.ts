import type { ActivationSpread } from '../../src-shared/domain/activation-spread.ts';
import { readersOf } from '../stores/lineage-store.ts';
import type { ReadableDb } from '../stores/database.ts';
import { requireModels } from './models.ts';

/** What the newest evaluation of the model saw its layers give; null before the first that looked. Throws `not-found`. */
export async function modelActivations(
  db: ReadableDb,
  readArtifact: (hash: string) => Promise<Uint8Array>,
  id: string,
): Promise<ActivationSpread | null> {
  const modelId = requireModels(db, id)[0]!.id;
  const files = readersOf(db, modelId).flatMap(({ output }) => (output.kind === 'evaluation' ? (output.activations ?? []) : []));
  const newest = files.at(-1);
  if (newest === undefined) return null;
  return JSON.parse(new TextDecoder().decode(await readArtifact(newest.hash))) as ActivationSpread;
}
