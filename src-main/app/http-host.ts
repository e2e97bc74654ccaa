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
import {
  type Access,
  cookieName,
  createAccess,
  isLoopback,
  isOurHost,
  isOurOrigin,
  type KeptSessions,
  readCookie,
  SESSION_SECONDS,
} from './http/access.ts';
import { createRefusalLog, type RefusedRequest } from './http/refusals.ts';
import { createSocketHub, type ServerSocket, type SocketHub } from './http/socket-hub.ts';
import { addUploadRoute, type TakeUpload } from './http/upload-route.ts';

export interface HttpHostOptions {
  /** Registers the replies of all contracts; called once, before the first connection. */
  readonly register: (transport: Transport) => void;
  /** Keeps what pages send; without it nothing is taken. */
  readonly upload?: TakeUpload;
  /** Sessions that outlive this server; none when left out. */
  readonly sessions?: KeptSessions;
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

/** The workbench for a browser: the renderer's files, and the contracts over a WebSocket at `/ipc`. */
export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const { register, rendererFolder, host = '127.0.0.1', port = 0, log } = options;
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    throw new AppFailure({ code: 'not-found', message: 'The screens are not built.', path: rendererFolder, hint: 'Run: npm run build' });
  }
  const access = createAccess({ nowMs: Date.now, ...(options.sessions === undefined ? {} : { kept: options.sessions }) });
  const hub = createSocketHub({ nowMs: () => performance.now(), log });
  register(hub);
  const refused = createRefusalLog(
    () => performance.now(),
    message => log('warn', message),
  );
  const server = await createServer({ access, hub, rendererFolder, host, refused, log, upload: options.upload });
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
  readonly refused: (reason: string, request: RefusedRequest) => void;
  readonly log: HttpHostOptions['log'];
  readonly upload: TakeUpload | undefined;
}

async function createServer(parts: Parts): Promise<FastifyInstance> {
  const { access, hub, rendererFolder, host, refused, log, upload } = parts;
  // An upload may take hours, so only the head of a request has a limit in time; its body has one for silence.
  const server = fastify({ bodyLimit: 1024, requestTimeout: 0, forceCloseConnections: true, http: { headersTimeout: 30_000 } });
  await server.register(fastifyWebsocket, { options: { maxPayload: MOST_MESSAGE_BYTES } });
  // After the plugin's own hook, which tells sockets from pages.
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const refusal = refusalOf(request, host, access);
    if (refusal === null) return request.ws ? undefined : admitPage(request, reply, parts);
    refused(refusal.reason, requestOf(request));
    return refuse(reply, 403, refusal.text);
  });
  await server.register(fastifyStatic, { root: rendererFolder, dotfiles: 'deny', cacheControl: false, setHeaders: setCaching });
  if (upload !== undefined) addUploadRoute(server, upload, message => log('warn', message));
  server.get('/ipc', { websocket: true }, (socket: ServerSocket, request) => {
    // A refusal before the upgrade can't be told from a server that is down, so the page is told why here.
    if (access.isKnown(secretOf(request))) hub.attach(socket);
    else socket.close(WIRE_CLOSE_UNAUTHORISED, 'Unknown session');
  });
  return server;
}

interface Refusal {
  readonly reason: string;
  readonly text: string;
}

/** Why a request is none of a page of ours; null when it may be one. A page that never had a link is told so kindly, later. */
function refusalOf(request: FastifyRequest, host: string, access: Access): Refusal | null {
  const { headers, method } = request;
  if (!isOurHost(headers.host, host)) return { reason: 'host', text: 'This address does not belong to Espalier.' };
  // Browsers name the origin of a socket, and of whatever changes something; of our own pages' files they don't.
  const mustNameOrigin = request.ws || !SAFE_METHODS.has(method);
  if ((mustNameOrigin || headers.origin !== undefined) && !isOurOrigin(headers.origin, headers.host))
    return { reason: 'origin', text: 'Only pages of Espalier may do this.' };
  const isKnown = access.isKnown(secretOf(request));
  if (!SAFE_METHODS.has(method) && !isKnown) return { reason: 'session', text: LINK_NEEDED };
  return null;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

function requestOf({ method, url, headers }: FastifyRequest): RefusedRequest {
  return { method, path: url.split('?')[0] ?? '', origin: headers.origin, host: headers.host };
}

/** With the link's token: the session's cookie and the address without it. Without: only who has a session. */
async function admitPage(request: FastifyRequest, reply: FastifyReply, { access, refused }: Parts): Promise<FastifyReply | undefined> {
  const known = access.isKnown(secretOf(request));
  const { token } = request.query as { token?: unknown };
  if (token === undefined) return known ? undefined : refuse(reply, 401, LINK_NEEDED);
  const secret = known || typeof token !== 'string' ? null : access.redeem(token);
  if (!known && secret === null) {
    refused('token', requestOf(request));
    return refuse(reply, 403, LINK_NEEDED);
  }
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
