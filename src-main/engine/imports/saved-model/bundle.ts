import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { elementBytes, tensorFrom } from '../element-types.ts';
import type { ForeignTensor } from '../foreign-graph.ts';
import { decodeEntry, decodeHeader, sizesOf, wholeOf, type EntryMessage } from './schema.ts';
import { ELEMENT_TYPES } from './values.ts';
import { readTable } from './table-file.ts';

const FOLDER = 'variables/variables';
const MOST_SHARDS = 1000;

/** Variables by the keys of a checkpoint. */
export interface Bundle {
  has(key: string): boolean;
  /** Throws `invalid-input` for one that isn't there, is cut into slices, or is not of numbers. */
  read(key: string): Promise<ForeignTensor>;
}

/** The variables beside a SavedModel. Throws `invalid-input` for a damaged index. */
export async function openBundle(beside: (name: string) => Promise<Uint8Array>): Promise<Bundle> {
  const [[headerKey, header] = ['?', new Uint8Array(0)], ...rest] = readTable(await beside(`${FOLDER}.index`));
  if (headerKey !== '') throw invalidInput('An index of variables begins with its header, this one has none');
  const { numShards, endianness } = decodeHeader(header);
  if (endianness !== 0 || !(numShards >= 1 && numShards <= MOST_SHARDS))
    throw invalidInput(`Variables in 1 to ${MOST_SHARDS} little-endian files are required, got ${numShards}`);
  const entries = new Map(rest);
  const shards = new Map<number, Uint8Array>();
  return {
    has: key => entries.has(key),
    async read(key) {
      const entry = entries.get(key);
      if (entry === undefined) throw invalidInput(`The variables of the model must have '${key}'`, { path: key });
      const found = decodeEntry(entry);
      const { shardId } = found;
      if (!(shardId >= 0 && shardId < numShards)) throw invalidInput(`File ${shardId} of ${numShards} doesn't exist`, { path: key });
      const shard = shards.get(shardId) ?? (await beside(`${FOLDER}.data-${digits(shardId)}-of-${digits(numShards)}`));
      shards.set(shardId, shard);
      return tensorOf(key, found, shard);
    },
  };
}

function tensorOf(key: string, { dtype, shape, offset, size, slices }: EntryMessage, shard: Uint8Array): ForeignTensor {
  const type = ELEMENT_TYPES[dtype];
  if (type === undefined || slices.length > 0)
    throw invalidInput(
      `A whole variable of numbers is required, '${key}' is ${slices.length > 0 ? 'cut into slices' : `of type ${dtype}`}`,
      {
        path: key,
      },
    );
  const [start, bytes] = [wholeOf(offset), wholeOf(size)];
  if (!(start >= 0 && bytes >= 0 && start + bytes <= shard.length))
    throw invalidInput(`The file of the variables has ${shard.length} bytes, '${key}' lies from ${start} to ${start + bytes}`, {
      path: key,
    });
  if (bytes % elementBytes(type) !== 0) throw invalidInput(`'${key}' is cut off after ${bytes} bytes`, { path: key });
  return tensorFrom(shard.subarray(start, start + bytes), type, sizesOf(shape) ?? [], key);
}

function digits(count: number): string {
  return String(count).padStart(5, '0');
}
