import type { AppError } from '../../src-shared/lib/app-error.ts';
import { err } from '../../src-shared/lib/result.ts';
import { decodeWire, encodeWire, WIRE_CLOSE_UNAUTHORISED, type WireCall } from '../../src-shared/lib/wire.ts';
import type { ConnectionState, Host } from './bridge.ts';

/** The part of a WebSocket this needs. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
}

export interface SocketEnvironment {
  open(): Socket;
  /** Runs once after a while. */
  later(ms: number, run: () => void): void;
}

/** Milliseconds before the next attempt: 250, 500, 1000, … at most 5000. */
export function backOffMs(attempt: number): number {
  return Math.min(5000, 250 * 2 ** attempt);
}

/**
 * The contracts over one WebSocket. Calls made while there is no connection wait for it; a call under way when it
 * breaks is answered `connection-lost` and not sent again, since nobody knows whether it was done.
 */
export function createSocketHost(environment: SocketEnvironment): Host {
  const calls = new Map<number, (result: unknown) => void>();
  const waiting: WireCall[] = [];
  const events = new Map<string, Set<(payload: unknown) => void>>();
  const watchers = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  let socket: Socket | null = null;
  let attempt = 0;
  let nextId = 1;

  function become(next: ConnectionState): void {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher();
  }

  function onOpen(): void {
    attempt = 0;
    become('connected');
    for (const call of waiting.splice(0)) socket?.send(encodeWire(call));
  }

  function onClose(code: number): void {
    socket = null;
    const unsent = new Set(waiting.map(call => call.id));
    for (const [id, answer] of calls) {
      if (unsent.has(id) && code !== WIRE_CLOSE_UNAUTHORISED) continue;
      calls.delete(id);
      answer(err(LOST));
    }
    if (code === WIRE_CLOSE_UNAUTHORISED) return become('refused');
    become('lost');
    environment.later(backOffMs(attempt++), connect);
  }

  function onMessage(text: unknown): void {
    if (typeof text !== 'string') return;
    const message = decodeWire(text) as { id?: number; result?: unknown; event?: string; payload?: unknown };
    if (message.event !== undefined) {
      for (const listener of events.get(message.event) ?? []) listener(message.payload);
    } else if (message.id !== undefined) {
      const answer = calls.get(message.id);
      calls.delete(message.id);
      answer?.(message.result);
    }
  }

  function connect(): void {
    const opened = environment.open();
    socket = opened;
    opened.onopen = onOpen;
    opened.onmessage = event => onMessage(event.data);
    opened.onclose = event => onClose(event.code);
  }

  connect();
  return {
    bridge: {
      invoke: (channel, payload) =>
        new Promise(resolve => {
          if (state === 'refused') return resolve(err(LOST));
          const call = { id: nextId++, channel, payload };
          calls.set(call.id, resolve);
          if (state === 'connected' && socket !== null) socket.send(encodeWire(call));
          else waiting.push(call);
        }),
      subscribe(channel, listener) {
        const listeners = events.get(channel) ?? new Set();
        events.set(channel, listeners.add(listener));
        return () => void listeners.delete(listener);
      },
    },
    connection: {
      current: () => state,
      subscribe(listener) {
        watchers.add(listener);
        return () => void watchers.delete(listener);
      },
    },
  };
}

const LOST: AppError = { code: 'connection-lost', message: 'The connection to Espalier broke before the answer came.' };
