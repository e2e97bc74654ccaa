import type { AppError } from '../../../src-shared/lib/app-error.ts';
import { err } from '../../../src-shared/lib/result.ts';
import { decodeWire, encodeWire, type WireAnswer, type WireCall, type WireEvent } from '../../../src-shared/lib/wire.ts';
import type { Reply, Transport } from '../../ipc/transport.ts';

/** The part of a WebSocket on the server's side that is needed here. */
export interface ServerSocket {
  /** Bytes accepted by `send` and not yet handed to the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  on(event: 'message', listener: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

export interface SocketHub extends Transport {
  attach(socket: ServerSocket): void;
  closeAll(): void;
}

export interface HubEnvironment {
  nowMs(): number;
  log(level: 'warn' | 'error', message: string): void;
}

/** A renderer asks a few times a second; a script that floods the loop is cut off. */
const CALLS_PER_SECOND = 100;
const BURST = 400;
const MOST_SOCKETS = 32;
/** A page that no longer reads gets no more events; the gap in `seq` tells it to fetch everything when it does. */
const MOST_UNSENT_BYTES = 8 * 1024 * 1024;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

/** The contracts over WebSockets: one call or event a message, in the form of `wire.ts`. */
export function createSocketHub(environment: HubEnvironment): SocketHub {
  const replies = new Map<string, Reply>();
  const sockets = new Set<ServerSocket>();
  return {
    handle(channel, reply) {
      if (replies.has(channel)) throw new Error(`Two replies for the channel '${channel}'`);
      replies.set(channel, reply);
    },
    publish(event, payload) {
      if (sockets.size === 0) return;
      const text = encodeWire({ event, payload } satisfies WireEvent);
      for (const socket of sockets) if (socket.bufferedAmount < MOST_UNSENT_BYTES) socket.send(text);
    },
    attach(socket) {
      if (sockets.size >= MOST_SOCKETS) return socket.close(POLICY_VIOLATION, `At most ${MOST_SOCKETS} pages at once`);
      sockets.add(socket);
      listen(socket, replies, environment);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => sockets.delete(socket));
    },
    closeAll() {
      for (const socket of sockets) socket.close(GOING_AWAY, 'Espalier was stopped');
      sockets.clear();
    },
  };
}

function listen(socket: ServerSocket, replies: ReadonlyMap<string, Reply>, environment: HubEnvironment): void {
  const allows = createRateLimit(() => environment.nowMs());
  socket.on('message', (data, isBinary) => {
    if (!allows()) return socket.close(POLICY_VIOLATION, 'Too many messages');
    const call = isBinary ? null : parseCall(data.toString());
    if (call === null) return socket.close(POLICY_VIOLATION, 'Not a call');
    void answer(call, replies, environment).then(text => socket.send(text));
  });
}

async function answer(call: WireCall, replies: ReadonlyMap<string, Reply>, { log }: HubEnvironment): Promise<string> {
  const encode = (result: unknown) => encodeWire({ id: call.id, result } satisfies WireAnswer);
  const reply = replies.get(call.channel);
  if (reply === undefined) return encode(err<AppError>({ code: 'not-found', message: `There is no call '${call.channel}'` }));
  try {
    return encode(await reply(call.payload));
  } catch (thrown) {
    log('error', `${call.channel}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    return encode(err<AppError>({ code: 'internal', message: 'The answer could not be sent; the log holds the details.' }));
  }
}

function parseCall(text: string): WireCall | null {
  try {
    const { id, channel, payload } = decodeWire(text) as Partial<WireCall>;
    if (!Number.isSafeInteger(id) || typeof channel !== 'string' || channel.length > 200) return null;
    return { id: id as number, channel, payload };
  } catch {
    return null;
  }
}

/** A bucket of `BURST` calls that fills up again by `CALLS_PER_SECOND`. */
function createRateLimit(nowMs: () => number): () => boolean {
  let left = BURST;
  let last = nowMs();
  return () => {
    const now = nowMs();
    left = Math.min(BURST, left + ((now - last) / 1000) * CALLS_PER_SECOND);
    last = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
