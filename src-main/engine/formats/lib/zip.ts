import { unzipSync, zipSync, type Zippable } from 'fflate';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** The earliest time a zip can hold, in local terms as fflate writes it: same content, same bytes, on every day and in every time zone. */
const EPOCH = new Date(1980, 0, 1);

/**
 * Stored, not deflated: readers may map the members, and float weights hardly shrink; only those in `packed` are. Members stand in the
 * order given.
 */
export function writeZip(members: Readonly<Record<string, Uint8Array>>, packed: ReadonlySet<string> = new Set()): Uint8Array {
  const entries = Object.entries(members).map(([name, bytes]) => [name, [bytes, { level: packed.has(name) ? 9 : 0 }]] as const);
  return zipSync(Object.fromEntries(entries) as Zippable, { mtime: EPOCH });
}

/**
 * The named members of an archive. Throws `invalid-input` when it isn't a zip, when a member is missing, or when the
 * members together claim more than `maxBytes`; nothing is unpacked before that is known.
 */
export function readZip(bytes: Uint8Array, names: readonly string[], maxBytes: number): Readonly<Record<string, Uint8Array>> {
  const claimed = sizesIn(bytes, names);
  const missing = names.find(name => !claimed.has(name));
  if (missing !== undefined)
    throw invalidInput(`The archive must contain '${missing}', it has ${[...claimed.keys()].join(', ') || 'none of its parts'}`);
  const total = [...claimed.values()].reduce((sum, size) => sum + size, 0);
  if (total > maxBytes) throw invalidInput(`The archive's parts may have ${maxBytes} bytes together, they claim ${total}`);
  const members = unzip(bytes, file => claimed.has(file.name));
  for (const name of names) {
    const { length } = members[name]!;
    if (length !== claimed.get(name)) throw invalidInput(`'${name}' in the archive claims ${claimed.get(name)} bytes and has ${length}`);
  }
  return members;
}

/** Names of the members, without unpacking any. Throws as `readZip`. */
export function listZip(bytes: Uint8Array): ReadonlySet<string> {
  const names = new Set<string>();
  unzip(bytes, file => {
    names.add(file.name);
    return false;
  });
  return names;
}

function sizesIn(bytes: Uint8Array, names: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  unzip(bytes, file => {
    if (names.includes(file.name)) sizes.set(file.name, file.originalSize);
    return false;
  });
  return sizes;
}

type Filter = NonNullable<NonNullable<Parameters<typeof unzipSync>[1]>['filter']>;

/** Of a member in the directory, at least. */
const LEAST_ENTRY_BYTES = 46;

function unzip(bytes: Uint8Array, filter: Filter): Record<string, Uint8Array> {
  let entries = 0;
  // The library believes the number of members that the file claims, be it billions.
  const bounded: Filter = file => {
    entries++;
    if (entries * LEAST_ENTRY_BYTES > bytes.length) throw new Error('it claims more members than it has room for');
    return filter(file);
  };
  try {
    return unzipSync(bytes, { filter: bounded });
  } catch (cause) {
    throw invalidInput(`A whole zip archive is required, this one of ${bytes.length} bytes can't be unpacked (${String(cause)})`);
  }
}
