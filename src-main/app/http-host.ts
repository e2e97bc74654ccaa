import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { WIRE_CLOSE_UNAUTHORISED } from '../../src-shared/lib/wire.ts';
import type { Transport } from '../ipc/transport.ts';
import { SECURITY_HEADERS } from './content-security.ts';
import { type Access, cookieName, createAccess, isLoopback, isOurHost, isOurOrigin, readCookie } from './http/access.ts';
import { createSocketHub, type ServerSocket, type SocketHub } from './http/socket-hub.ts';

export interface HttpHostOptions {
  /** Registers the replies of all contracts; called once, before the first connection. */
  readonly register: (transport: Transport) => void;
  /** The built renderer. */
  readonly rendererFolder: string;
  /** The loopback interface unless told otherwise. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface HttpHost {
  /** With the token, which works once: the browser that opens it first keeps the session in a cookie. */
  readonly url: string;
  close(): Promise<void>;
}

/** A recipe may have a million characters, of up to four bytes each. */
const MOST_MESSAGE_BYTES = 8 * 1024 * 1024;
const SESSION_SECONDS = 7 * 24 * 3600;

/** The workbench for a browser: the renderer's files, and the contracts over a WebSocket at `/ipc`. */
export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const { register, rendererFolder, host = '127.0.0.1', port = 0, log } = options;
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    throw new AppFailure({ code: 'not-found', message: 'The screens are not built.', path: rendererFolder, hint: 'Run: npm run build' });
  }
  const access = createAccess();
  const hub = createSocketHub({ nowMs: () => performance.now(), log });
  register(hub);
  const server = await createServer({ access, hub, rendererFolder, host });
  await listen(server, host, port);
  if (!isLoopback(host))
    log('warn', `Listening on ${host}: whoever sees the link can use this workbench, and the connection is not encrypted.`);
  const bound = (server.server.address() as AddressInfo).port;
  return {
    url: `http://${shownHost(host)}:${bound}/?token=${access.token}`,
    async close() {
      hub.closeAll();
      await server.close();
    },
  };
}

interface Parts {
  readonly access: Access;
  readonly hub: SocketHub;
  readonly rendererFolder: string;
  readonly host: string;
}

async function createServer({ access, hub, rendererFolder, host }: Parts): Promise<FastifyInstance> {
  const server = fastify({ bodyLimit: 1024, requestTimeout: 30_000, forceCloseConnections: true });
  await server.register(fastifyWebsocket, { options: { maxPayload: MOST_MESSAGE_BYTES } });
  // After the plugin's own hook, which tells sockets from pages.
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (!isOurHost(request.headers.host, host)) return refuse(reply, 403, 'This address does not belong to Espalier.');
    return request.ws ? admitSocket(request, reply) : admitPage(request, reply, access);
  });
  await server.register(fastifyStatic, { root: rendererFolder, dotfiles: 'deny', cacheControl: false, setHeaders: setCaching });
  server.get('/ipc', { websocket: true }, (socket: ServerSocket, request) => {
    // A refusal before the upgrade can't be told from a server that is down, so the page is told why here.
    if (access.isKnown(secretOf(request))) hub.attach(socket);
    else socket.close(WIRE_CLOSE_UNAUTHORISED, 'Unknown session');
  });
  return server;
}

async function admitSocket(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (isOurOrigin(request.headers.origin, request.headers.host)) return undefined;
  return refuse(reply, 403, 'Only pages of Espalier may open this connection.');
}

async function admitPage(request: FastifyRequest, reply: FastifyReply, access: Access): Promise<FastifyReply | undefined> {
  const known = access.isKnown(secretOf(request));
  const { token } = request.query as { token?: unknown };
  if (typeof token !== 'string') return known ? undefined : refuse(reply, 401, LINK_NEEDED);
  const secret = known ? null : access.redeem(token);
  if (!known && secret === null) return refuse(reply, 401, LINK_NEEDED);
  if (secret !== null) reply.header('set-cookie', sessionCookie(request, secret));
  return reply.header('cache-control', 'no-store').redirect('/');
}

const LINK_NEEDED =
  'Open the link that Espalier printed when it started. Each link works once and in one browser; start Espalier again for a new one.';

function refuse(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(`${text}\n`);
}

function sessionCookie(request: FastifyRequest, secret: string): string {
  return `${cookieName(portOf(request))}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_SECONDS}`;
}

function secretOf(request: FastifyRequest): string | null {
  return readCookie(request.headers.cookie, cookieName(portOf(request)));
}

function portOf(request: FastifyRequest): number {
  return request.socket.localPort ?? 0;
}

/** The build puts a hash into the name of everything under assets/; the rest must be asked for again. */
function setCaching(reply: FastifyReply, path: string): void {
  void reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache');
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (thrown) {
    await server.close();
    const { code } = thrown as { code?: string };
    const reason = LISTEN_FAILURES[code ?? ''];
    if (reason === undefined) throw thrown;
    throw invalidInput(`${host}:${port} can't be listened on: ${reason}.`, {
      hint: 'Choose another --port, or leave it out for a free one.',
    });
  }
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has this port',
  EACCES: 'ports below 1024 are kept for the administrator',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this machine has no such address',
};

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}
