import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Lower-case hex. */
export function sha256(data: Uint8Array | string): string {
  const hash = createHash('sha256');
  if (typeof data === 'string') hash.update(data);
  else for (let from = 0; from < data.length; from += MOST_AT_ONCE) hash.update(data.subarray(from, from + MOST_AT_ONCE));
  return hash.digest('hex');
}

/** OpenSSL takes less than 2 GiB in one call. */
const MOST_AT_ONCE = 2 ** 30;

/** In pieces. */
export function createSha256(): { update(bytes: Uint8Array): void; digest(): string } {
  const hash = createHash('sha256');
  return { update: bytes => void hash.update(bytes), digest: () => hash.digest('hex') };
}

/** Of a file, without holding it in memory. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
