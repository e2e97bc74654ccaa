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
  /** Calls whenever the page is looked at again, or the network is back: timers may have slept. */
  onWake(run: () => void): void;
}

/** Milliseconds before the next attempt: 250, 500, 1000, … at most 5000. */
export function backOffMs(attempt: number): number {
  return Math.min(5000, 250 * 2 ** attempt);
}

/**
 * The contracts over one WebSocket. Calls made while there is no connection wait for it; a call under way when it
 * breaks is answered `connection-lost` and not sent again, since nobody knows whether it was done.
 */
export function createSocketHost(environment: SocketEnvironment): Omit<Host, 'sendFile'> {
  const calls = createCallBook();
  const events = createEventBook();
  const watchers = new Set<() => void>();
  let state: ConnectionState = 'connecting';

  function become(next: ConnectionState): void {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher();
  }

  const attempts = createAttempts(environment, ended => {
    const socket = environment.open();
    socket.onopen = () => {
      ended(true);
      become('connected');
      calls.sendBy(text => socket.send(text));
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') receive(decodeWire(data) as Message);
    };
    socket.onclose = ({ code }) => {
      const isRefused = code === WIRE_CLOSE_UNAUTHORISED;
      calls.stopSending(!isRefused);
      become(isRefused ? 'refused' : 'lost');
      if (!isRefused) ended(false);
    };
  });

  function receive({ id, result, event, payload }: Message): void {
    if (event !== undefined) events.tell(event, payload);
    else if (id !== undefined) calls.answer(id, result);
  }

  attempts.now();
  environment.onWake(() => state === 'lost' && attempts.now());
  return {
    bridge: {
      invoke: (channel, payload) => (state === 'refused' ? Promise.resolve(err(LOST)) : calls.call(channel, payload)),
      subscribe: events.subscribe,
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

/** One attempt to connect after another, each later than the one before; an attempt made at once takes the planned one's place. */
function createAttempts({ later }: SocketEnvironment, connect: (ended: (isOpen: boolean) => void) => void) {
  let failures = 0;
  let plan = 0;
  let isTrying = false;
  const now = (): void => {
    if (isTrying) return;
    isTrying = true;
    plan += 1;
    connect(isOpen => {
      isTrying = false;
      if (isOpen) return void (failures = 0);
      const planned = ++plan;
      later(backOffMs(failures++), () => planned === plan && now());
    });
  };
  return { now };
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly event?: string;
  readonly payload?: unknown;
}

/** Calls that wait to be sent, and those that were sent and wait for their answer. */
function createCallBook() {
  const sent = new Map<number, (result: unknown) => void>();
  let waiting: { readonly call: WireCall; readonly resolve: (result: unknown) => void }[] = [];
  let send: ((text: string) => void) | null = null;
  let nextId = 1;
  return {
    call: (channel: string, payload: unknown) =>
      new Promise<unknown>(resolve => {
        const call = { id: nextId++, channel, payload };
        if (send === null) return void waiting.push({ call, resolve });
        sent.set(call.id, resolve);
        send(encodeWire(call));
      }),
    answer(id: number, result: unknown): void {
      sent.get(id)?.(result);
      sent.delete(id);
    },
    sendBy(by: (text: string) => void): void {
      send = by;
      for (const { call, resolve } of waiting.splice(0)) {
        sent.set(call.id, resolve);
        by(encodeWire(call));
      }
    },
    /** Answers what was sent; what still waits goes on waiting if the connection may come back. */
    stopSending(mayComeBack: boolean): void {
      send = null;
      for (const resolve of sent.values()) resolve(err(LOST));
      sent.clear();
      if (mayComeBack) return;
      for (const { resolve } of waiting) resolve(err(LOST));
      waiting = [];
    },
  };
}

function createEventBook() {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  return {
    tell(event: string, payload: unknown): void {
      for (const listener of listeners.get(event) ?? []) listener(payload);
    },
    subscribe(event: string, listener: (payload: unknown) => void): () => void {
      const ofEvent = listeners.get(event) ?? new Set();
      listeners.set(event, ofEvent.add(listener));
      return () => void ofEvent.delete(listener);
    },
  };
}

const LOST: AppError = { code: 'connection-lost', message: 'The connection to Espalier broke before the answer came.' };
