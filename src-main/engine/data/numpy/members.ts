import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { listZip, readZip } from '../../formats/lib/zip.ts';
import type { SourceFiles } from '../ports.ts';
import { MAX_NPY_BYTES } from './npy.ts';

interface MembersCall {
  readonly source: string;
  readonly sources: SourceFiles;
  /** Called between pieces of work; may throw to stop. */
  turn(): Promise<void>;
}

/** The `.npy` files of a source, those within `.npz` archives too, by name without the ending; `tell` hears of every file. Throws `invalid-input`. */
export async function numpyMembers(
  { sources, source, turn }: MembersCall,
  tell: (name: string, bytes: Uint8Array) => void,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = (await sources.list(source)).filter(({ name }) => /\.np[yz]$/i.test(name));
  const found = new Map<string, Uint8Array>();
  for (const { name } of files) {
    await turn();
    const bytes = await sources.read(source, name, MAX_NPY_BYTES);
    tell(name, bytes);
    const members = /\.npz$/i.test(name) ? membersOf(bytes) : { [name]: bytes };
    for (const [member, content] of Object.entries(members)) found.set(baseOf(member), content);
  }
  if (found.size === 0) throw invalidInput('NumPy arrays (.npz or .npy) are required, but there is none', { path: source });
  return found;
}

/** All together bounded, before anything is unpacked. */
function membersOf(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const names = [...listZip(bytes)].filter(name => name.endsWith('.npy'));
  return readZip(bytes, names, MAX_NPY_BYTES);
}

function baseOf(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/\.npy$/i, '');
}
