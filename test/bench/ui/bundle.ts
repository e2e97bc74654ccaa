import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const RENDERER = fileURLToPath(new URL('../../../.out/renderer/', import.meta.url));

/** What index.html asks for before anything is drawn: scripts, what they preload, and styles. Compressed, bytes. */
export function firstBundleBytes(): number {
  const html = readFileSync(`${RENDERER}index.html`, 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(`${RENDERER}${file}`)).length, 0);
}
