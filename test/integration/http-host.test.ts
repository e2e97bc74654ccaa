import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../src-shared/contracts/define-contract.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { decodeWire, encodeWire, WIRE_CLOSE_UNAUTHORISED } from '../../src-shared/lib/wire.ts';
import { startHttpHost } from '../../src-main/app/http-host.ts';
import { createAccess } from '../../src-main/app/http/access.ts';
import { sessionsIn } from '../../src-main/app/http/kept-sessions.ts';
import { createEventPublisher } from '../../src-main/ipc/event-publisher.ts';
import { serveContract } from '../../src-main/ipc/serve-contract.ts';
import type { Transport } from '../../src-main/ipc/transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const sums = defineContract({
  name: 'sums',
  calls: {
    add: { input: z.object({ values: z.array(z.number().or(z.nan())) }), output: z.object({ sum: z.number().or(z.nan()) }) },
    refuse: { input: z.object({}), output: z.object({}) },
    break: { input: z.object({}), output: z.object({}) },
  },
  events: { changed: z.object({ seq: z.number(), loss: z.number().or(z.nan()) }) },
});

interface Host {
  readonly url: URL;
  readonly token: string;
  readonly transport: Transport;
  readonly log: string[];
  close(): Promise<void>;
}

/** A real server on the loopback interface, with a page, a script with a hashed name, and a secret beside the folder. */
async function startHost(folder = temporaryFolder(), port = 0): Promise<Host> {
  const rendererFolder = join(folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<title>Espalier</title>');
  writeFileSync(join(rendererFolder, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(rendererFolder, '.stamp'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const transports: Transport[] = [];
  const log: string[] = [];
  const host = await startHttpHost({
    register: transport => serve(transport, transports, log),
    rendererFolder,
    port,
    upload: (batch, path, chunks) => takeUpload(join(folder, 'taken'), `${batch}-${path}`, chunks),
    sessions: sessionsIn(folder),
    log: (level, text) => void log.push(`${level} ${text}`),
  });
  const close = (): Promise<void> => host.close();
  onTestFinished(close);
  const url = new URL(host.url);
  const [transport] = transports;
  if (transport === undefined) throw new Error('Nothing was registered');
  return { url, token: url.searchParams.get('token') ?? '', transport, log, close };
}

/** Keeps what comes, without a thought; one path is refused half-way. */
async function takeUpload(folder: string, name: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, encodeURIComponent(name));
  let bytes = 0;
  for await (const chunk of chunks) {
    if (name.endsWith('full')) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    await appendFile(file, chunk);
    bytes += chunk.length;
  }
  return bytes;
}

function serve(transport: Transport, transports: Transport[], log: string[]): void {
  transports.push(transport);
  serveContract(
    sums,
    {
      add: async ({ values }) => ({ sum: values.reduce((sum, value) => sum + value, 0) }),
      refuse: async () => {
        throw new AppFailure({ code: 'not-found', message: 'There is no such sum' });
      },
      break: async () => {
        throw new Error('secret of the inside');
      },
    },
    { transport, logBug: ({ id, thrown }) => void log.push(`${id} ${String(thrown)}`) },
  );
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request as written: path and headers go out untouched, as no browser would send them. */
function ask({ url }: Host, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ agent: false, host: url.hostname, port: url.port, path, headers: { host: url.host, ...headers } });
    request.on('error', reject);
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: 101, headers: response.headers, body: '' });
    });
    request.on('response', response => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
  });
}

/** Opens the link; the cookie that later requests carry. */
async function signIn(host: Host): Promise<string> {
  const { headers } = await ask(host, `/?token=${host.token}`);
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** A POST as written. */
function send({ url }: Host, path: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { agent: false, host: url.hostname, port: url.port, method: 'POST', path };
    const request = http.request({ ...target, headers: { host: url.host, 'content-length': String(body.length), ...headers } });
    request.on('error', reject);
    request.on('response', response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.end(body);
  });
}

interface Page {
  readonly messages: AsyncIterator<unknown>;
  readonly closed: Promise<number>;
  send(text: string): void;
  call(channel: string, payload: unknown): Promise<unknown>;
}

/** A page's socket. Node's WebSocket takes headers, which a browser sets by itself. */
async function connect({ url }: Host, cookie: string): Promise<Page> {
  const options = { headers: { cookie, origin: url.origin } };
  const socket = new WebSocket(`ws://${url.host}/ipc`, options as unknown as string[]);
  onTestFinished(() => socket.close());
  const waiting: ((message: unknown) => void)[] = [];
  const come: unknown[] = [];
  socket.onmessage = ({ data }) => {
    const message = decodeWire(String(data));
    const next = waiting.shift();
    if (next === undefined) come.push(message);
    else next(message);
  };
  const closed = new Promise<number>(resolve => (socket.onclose = ({ code }) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('The socket did not open'));
  });
  const next = async (): Promise<IteratorResult<unknown>> => {
    const value = come.length > 0 ? come.shift() : await new Promise(resolve => waiting.push(resolve));
    return { value, done: false };
  };
  let id = 0;
  return {
    messages: { next },
    closed,
    send: text => socket.send(text),
    async call(channel, payload) {
      socket.send(encodeWire({ id: ++id, channel, payload }));
      const { id: answered, result } = (await next()).value as { id: number; result: unknown };
      expect(answered).toBe(id);
      return result;
    },
  };
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};

describe('the link', () => {
  it('works once: the first browser gets a cookie no script can read, the second is told where to find a link', async () => {
    const host = await startHost();
    const first = await ask(host, `/?token=${host.token}`);
    expect([first.status, first.headers.location]).toEqual([302, '/']);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^espalier-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/),
    ]);
    const second = await ask(host, `/?token=${host.token}`);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    expect(second.body).toMatch(/link that Espalier printed/);
  });

  it('is needed for every file, and a made-up token or cookie is not it', async () => {
    const host = await startHost();
    const without = ['/', '/assets/main-1a2b.js', '/nothing'].map(path => [path, 401] as const);
    const wrong = ['/?token=', '/?token=guess', `/?token=${host.token}&token=x`].map(path => [path, 403] as const);
    for (const [path, refusal] of [...without, ...wrong]) {
      const { status, body } = await ask(host, path, { cookie: `espalier-${host.url.port}=guess` });
      expect([path, status]).toEqual([path, refusal]);
      expect(body).toMatch(/link that Espalier printed/);
    }
    expect(host.log).toHaveLength(3);
    expect(host.log.join()).toContain('warn Refused (token): GET "/"');
    expect(host.log.join()).not.toContain('guess');
  });
});

describe('the files', () => {
  it('come with the security policy; hashed names may be kept, the page is asked for again', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    const page = await ask(host, '/', { cookie });
    expect([page.status, page.body, page.headers['cache-control']]).toEqual([200, '<title>Espalier</title>', 'no-cache']);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect((await ask(host, '/assets/main-1a2b.js', { cookie })).headers['cache-control']).toContain('immutable');
  });

  it('are those of the folder: no way up, no hidden ones, no listing', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/.stamp',
      '/assets/',
      '//secret.txt',
    ]) {
      const { status, body } = await ask(host, path, { cookie });
      expect([path, status >= 400 && status < 500, body.includes('secret\n') || body === 'secret']).toEqual([path, true, false]);
    }
  });

  it('are refused to a name that someone else pointed at this machine', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    for (const name of ['evil.example', `evil.example:${host.url.port}`, '127.0.0.1.evil.example', 'localhost@evil.example']) {
      expect([name, (await ask(host, '/', { cookie, host: name })).status]).toEqual([name, 403]);
    }
    expect((await ask(host, '/', { cookie, host: 'localhost:9999' })).status).toBe(200);
  });
});

describe('the socket', () => {
  it('opens for our own pages only: neither another origin, nor none, nor another host', async () => {
    const host = await startHost();
    const headers = { ...UPGRADE, cookie: await signIn(host) };
    const { origin } = host.url;
    expect((await ask(host, '/ipc', { ...headers, origin })).status).toBe(101);
    expect((await ask(host, '/ipc', headers)).status).toBe(403);
    for (const other of ['https://evil.example', 'null', `https://${host.url.host}`.replace('127', '128')]) {
      expect([other, (await ask(host, '/ipc', { ...headers, origin: other })).status]).toEqual([other, 403]);
    }
    expect((await ask(host, '/ipc', { ...headers, origin: 'http://evil.example', host: 'evil.example' })).status).toBe(403);
  });

  it('closes at once, with a code that says so, for a page without a session', async () => {
    const host = await startHost();
    const page = await connect(host, `espalier-${host.url.port}=guess`);
    expect(await page.closed).toBe(WIRE_CLOSE_UNAUTHORISED);
  });

  it('answers calls, also with numbers that JSON lacks, and refusals as values', async () => {
    const host = await startHost();
    const page = await connect(host, await signIn(host));
    expect(await page.call('sums:add', { values: [1, 2.5] })).toEqual({ ok: true, value: { sum: 3.5 } });
    expect(await page.call('sums:add', { values: [1, NaN] })).toEqual({ ok: true, value: { sum: NaN } });
    expect(await page.call('sums:refuse', {})).toEqual({ ok: false, error: { code: 'not-found', message: 'There is no such sum' } });
    expect(await page.call('sums:add', { values: ['1'] })).toMatchObject({ ok: false, error: { code: 'invalid-input', path: 'values.0' } });
    expect(await page.call('sums:multiply', {})).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('tells a page of a bug no more than the id to quote; the log holds the rest', async () => {
    const host = await startHost();
    const page = await connect(host, await signIn(host));
    const result = (await page.call('sums:break', {})) as { error: { code: string; id: string; message: string } };
    expect(result.error.code).toBe('internal');
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(host.log).toEqual([`${result.error.id} Error: secret of the inside`]);
  });

  it('delivers numbered events to every page', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    const pages = [await connect(host, cookie), await connect(host, cookie)];
    const publisher = createEventPublisher(sums, host.transport);
    publisher.publish('changed', { loss: NaN });
    publisher.publish('changed', { loss: 0.5 });
    for (const { messages } of pages) {
      expect((await messages.next()).value).toEqual({ event: 'sums:changed', payload: { seq: 0, loss: NaN } });
      expect((await messages.next()).value).toEqual({ event: 'sums:changed', payload: { seq: 1, loss: 0.5 } });
    }
  });

  it('hangs up on a message that is too large, and on what is no call', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    const large = await connect(host, cookie);
    large.send(encodeWire({ id: 1, channel: 'sums:add', payload: 'x'.repeat(9 * 1024 * 1024) }));
    expect(await large.closed).toBe(1009);
    const odd = await connect(host, cookie);
    odd.send('{"id":"1"}');
    expect(await odd.closed).toBe(1008);
    expect(await (await connect(host, cookie)).call('sums:add', { values: [] })).toEqual({ ok: true, value: { sum: 0 } });
  });
});

describe('an upload', () => {
  const query = (path: string): string => `/uploads?${new URLSearchParams({ batch: 'b', path }).toString()}`;

  it('is taken as it is, whatever its size and kind, from a page of ours', async () => {
    const folder = temporaryFolder();
    const host = await startHost(folder);
    const headers = { cookie: await signIn(host), origin: host.url.origin };
    const large = new Uint8Array(20_000_000).fill(7);
    for (const type of ['application/octet-stream', 'application/json', 'text/plain']) {
      const { status, body } = await send(host, query(`数据/${type}`), large, { ...headers, 'content-type': type });
      expect([status, JSON.parse(body)]).toEqual([200, { ok: true, value: { bytes: large.length } }]);
    }
    const kept = join(folder, 'taken', encodeURIComponent('b-数据/text/plain'));
    expect(statSync(kept).size).toBe(large.length);
  });

  it('is refused to foreign pages, foreign names and whoever has no session: 403, a line in the log, and nothing kept', async () => {
    const folder = temporaryFolder();
    const host = await startHost(folder);
    const cookie = await signIn(host);
    const { origin } = host.url;
    for (const [reason, headers] of [
      ['origin', { cookie }],
      ['origin', { cookie, origin: 'null' }],
      ['origin', { cookie, origin: 'https://evil.example' }],
      ['host', { cookie, origin: 'http://evil.example', host: 'evil.example' }],
      ['session', { origin }],
      ['session', { origin, cookie: `espalier-${host.url.port}=guess` }],
    ] as const) {
      const { status } = await send(host, query('x.csv'), new Uint8Array(3), headers);
      expect([reason, headers, status]).toEqual([reason, headers, 403]);
      expect(host.log.at(-1)).toContain(`warn Refused (${reason}): POST "/uploads"`);
    }
    expect(existsSync(join(folder, 'taken'))).toBe(false);
  });

  it('answers with a reason when it can not be kept', async () => {
    const host = await startHost();
    const headers = { cookie: await signIn(host), origin: host.url.origin };
    const full = await send(host, query('full'), new Uint8Array(3), headers);
    expect(JSON.parse(full.body)).toMatchObject({ ok: false, error: { code: 'disk-full', hint: expect.any(String) as string } });
    const nameless = await send(host, '/uploads?batch=b', new Uint8Array(3), headers);
    expect(JSON.parse(nameless.body)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('is the only thing that may be sent: other paths and other methods get nowhere', async () => {
    const host = await startHost();
    const headers = { cookie: await signIn(host), origin: host.url.origin };
    expect((await send(host, '/', new Uint8Array(3), headers)).status).toBe(404);
    expect((await send(host, '/ipc', new Uint8Array(3), headers)).status).toBe(404);
  });
});

describe('a foreign page', () => {
  it('gets no file by a request that names its origin', async () => {
    const host = await startHost();
    const cookie = await signIn(host);
    expect((await ask(host, '/', { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect(host.log).toEqual([`warn Refused (origin): GET "/" from origin "https://evil.example" for host "${host.url.host}"`]);
  });

  it('can not flood the log', async () => {
    const host = await startHost();
    for (let i = 0; i < 40; i++) await ask(host, '/', { host: 'evil.example' });
    expect(host.log).toHaveLength(20);
  });
});

describe('a session', () => {
  it('outlives the server: a page that is open when it is started again stays signed in, by a hash alone', async () => {
    const folder = temporaryFolder();
    const first = await startHost(folder);
    const cookie = await signIn(first);
    await first.close();
    expect(readFileSync(join(folder, 'sessions.json'), 'utf8')).not.toContain(cookie.split('=')[1]);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'sessions.json')).mode & 0o077).toBe(0);
    const second = await startHost(folder, Number(first.url.port));
    const page = await connect(second, cookie);
    expect(await page.call('sums:add', { values: [1] })).toEqual({ ok: true, value: { sum: 1 } });
    // The new link works as well, once.
    expect((await ask(second, `/?token=${second.token}`)).status).toBe(302);
  });

  it('ends after its week, and a damaged list of them is none', () => {
    let nowMs = 1000;
    const folder = temporaryFolder();
    const access = createAccess({ nowMs: () => nowMs, kept: sessionsIn(folder) });
    const secret = access.redeem(access.token);
    expect([access.isKnown(secret), access.isKnown('guess')]).toEqual([true, false]);
    nowMs += 7 * 24 * 3600 * 1000;
    expect(access.isKnown(secret)).toBe(false);
    writeFileSync(join(folder, 'sessions.json'), '{"version":1,"sessions":[{"hash":""}]}');
    expect(sessionsIn(folder).read()).toEqual([]);
  });
});
