import { createReadStream, mkdirSync, statfsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startHttpHost } from '../../src-main/app/http-host.ts';
import { createOfferedFiles } from '../../src-main/platform/offered-files.ts';
import { createUploadFiles } from '../../src-main/platform/upload-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** One byte more than what 31 bits count. */
const BYTES = 2 ** 31 + 1;
/** Sender and receiver together: a few chunks on their way, and what the collector has not taken yet. */
const MOST_GROWTH = 256 * 2 ** 20;
const SLOW = { timeout: 300_000 };

const { bavail, bsize } = statfsSync(tmpdir());
const hasRoom = bavail * bsize > 3 * BYTES;
if (!hasRoom) process.stderr.write('skipped: a file of 2 GB needs 6 GB free in the temporary folder\n');

/** Takes no room itself; its copy does. */
function sparseFile(folder: string): string {
  const path = join(folder, 'large.csv');
  writeFileSync(path, 'x,y\n');
  truncateSync(path, BYTES);
  return path;
}

/** How much more memory the process held at its peak, while something was done. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  await work().finally(() => clearInterval(timer));
  return peak - before;
}

function openUploads() {
  const folder = temporaryFolder();
  const told: number[] = [];
  const uploads = createUploadFiles({
    folder,
    newId: () => 'batch',
    monotonicMs: () => performance.now(),
    onProgress: (_, bytes) => void told.push(bytes),
  });
  return { folder, uploads, told };
}

describe.runIf(hasRoom)('a file of 2 GB', () => {
  it('that a browser sends goes to the disk as it comes', SLOW, async () => {
    const { folder, uploads, told } = openUploads();
    mkdirSync(join(folder, 'renderer'));
    writeFileSync(join(folder, 'renderer', 'index.html'), '');
    const host = await startHttpHost({
      register: () => undefined,
      rendererFolder: join(folder, 'renderer'),
      upload: (batch, path, chunks) => uploads.write(batch, path, chunks),
      log: () => undefined,
    });
    onTestFinished(() => host.close());
    const file = sparseFile(folder);
    const batch = await uploads.begin({ name: 'large.csv', files: 1, bytes: BYTES });
    let answer: unknown;
    const growth = await growthDuring(async () => (answer = await send(new URL(host.url), batch, file)));
    expect(answer).toEqual({ ok: true, value: { bytes: BYTES } });
    expect(await uploads.finish(batch)).toEqual({ source: 'uploads/large.csv', name: 'large.csv', bytes: BYTES });
    expect(statSync(join(folder, 'uploads', 'large.csv')).size).toBe(BYTES);
    expect(told.length).toBeGreaterThan(1);
    expect(growth).toBeLessThan(MOST_GROWTH);
  });

  it('that is dropped on the window is copied in pieces, and is no text', SLOW, async () => {
    const { folder, uploads, told } = openUploads();
    const offered = createOfferedFiles(() => 'file');
    const { file, bytes } = (await offered.offer(sparseFile(folder))) ?? { file: '', bytes: 0 };
    expect(bytes).toBe(BYTES);
    const batch = await uploads.begin({ name: 'large.csv', files: 1, bytes });
    const growth = await growthDuring(async () => {
      expect(await offered.text(file, 1_000_000)).toBeNull();
      expect(await uploads.write(batch, 'large.csv', offered.stream(file))).toBe(BYTES);
    });
    expect(told.length).toBeGreaterThan(1);
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});

/** As a page that has opened the link sends it. */
async function send(link: URL, batch: string, file: string): Promise<unknown> {
  const opened = await fetch(link, { redirect: 'manual' });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers = { cookie, origin: link.origin, 'content-length': BYTES, 'content-type': 'text/csv' };
  const path = `/uploads?${new URLSearchParams({ batch, path: 'large.csv' }).toString()}`;
  return new Promise((resolve, reject) => {
    const request = http.request({ host: link.hostname, port: link.port, method: 'POST', path, headers, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
    createReadStream(file, { highWaterMark: 1 << 20 })
      .on('error', reject)
      .pipe(request);
  });
}
