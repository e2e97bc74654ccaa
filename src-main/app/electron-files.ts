import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { SECURITY_HEADERS } from './content-security.ts';

/** The renderer's address inside Electron: a scheme of its own, so that it is no file:// page and has an origin. */
export const RENDERER_SCHEME = 'app';
const RENDERER_HOST = 'espalier';
export const RENDERER_URL = `${RENDERER_SCHEME}://${RENDERER_HOST}/index.html`;

/** Whether a page of this address is ours. */
export function isRendererUrl(url: string): boolean {
  return url.startsWith(`${RENDERER_SCHEME}://${RENDERER_HOST}/`);
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** One file of the built renderer, with the same headers as in the browser mode. Nothing outside the folder, no dot files, no unknown kinds. */
export async function rendererResponse(folder: string, url: string): Promise<Response> {
  const file = isRendererUrl(url) ? fileOf(folder, url) : null;
  const type = file === null ? undefined : TYPES[extname(file)];
  if (file === null || type === undefined) return refusal(404);
  try {
    return new Response(await readFile(file), { headers: { ...SECURITY_HEADERS, 'content-type': type } });
  } catch {
    return refusal(404);
  }
}

function fileOf(folder: string, url: string): string | null {
  const path = decoded(new URL(url).pathname);
  if (path === null || path.includes('\0') || path.split(/[\\/]/).some(part => part.startsWith('.'))) return null;
  const file = resolve(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}
