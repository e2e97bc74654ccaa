import { describe, expect, it } from 'vitest';
import { backOffMs, createSocketHost, type Socket } from '../../../../src-renderer/ipc/socket-bridge.ts';
import { encodeWire } from '../../../../src-shared/lib/wire.ts';

interface FakeSocket extends Socket {
  readonly sent: string[];
}

/** A network in the hands of the test: sockets open, speak and break when told to. */
function createNetwork() {
  const sockets: FakeSocket[] = [];
  let wake = (): void => undefined;
  const timers: { ms: number; run: () => void }[] = [];
  const host = createSocketHost({
    open() {
      const sent: string[] = [];
      const socket: FakeSocket = {
        sent,
        send: text => void sent.push(text),
        close: () => undefined,
        onopen: null,
        onmessage: null,
        onclose: null,
      };
      sockets.push(socket);
      return socket;
    },
    later: (ms, run) => void timers.push({ ms, run }),
    onWake: run => void (wake = run),
  });
  const latest = () => sockets.at(-1)!;
  return {
    host,
    timers,
    latest,
    wake: () => wake(),
    sockets,
    open: () => latest().onopen?.(),
    say: (message: unknown) => latest().onmessage?.({ data: encodeWire(message) }),
    break: (code = 1006) => latest().onclose?.({ code }),
  };
}

describe('socket bridge', () => {
  it('tries at once when the page is looked at again, and the attempt that was planned does not come on top', () => {
    const network = createNetwork();
    network.open();
    network.wake();
    expect(network.sockets).toHaveLength(1);
    network.break();
    network.wake();
    network.wake();
    expect(network.sockets).toHaveLength(2);
    network.timers[0]!.run();
    expect(network.sockets).toHaveLength(2);
    network.open();
    expect(network.host.connection.current()).toBe('connected');
  });

  it('keeps calls until there is a connection, and matches answers by id whatever their order', async () => {
    const network = createNetwork();
    const first = network.host.bridge.invoke('runs:list', {});
    const second = network.host.bridge.invoke('models:list', {});
    expect(network.latest().sent).toEqual([]);
    network.open();
    expect(network.latest().sent).toEqual(['{"id":1,"channel":"runs:list","payload":{}}', '{"id":2,"channel":"models:list","payload":{}}']);
    network.say({ id: 2, result: 'models' });
    network.say({ id: 1, result: { loss: Number.NaN } });
    expect(await second).toBe('models');
    expect(await first).toEqual({ loss: Number.NaN });
  });

  it('answers calls under way with connection-lost when it breaks, and does not send them again', async () => {
    const network = createNetwork();
    network.open();
    const call = network.host.bridge.invoke('runs:start', { recipe: 'x' });
    network.break();
    expect(await call).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
    network.timers[0]!.run();
    network.open();
    expect(network.latest().sent).toEqual([]);
  });

  it('sends a call made while the connection was down once it is back', () => {
    const network = createNetwork();
    network.open();
    network.break();
    void network.host.bridge.invoke('runs:list', {});
    network.timers[0]!.run();
    network.open();
    expect(network.latest().sent).toHaveLength(1);
  });

  it('tries again after longer and longer waits, and starts over once connected', () => {
    const network = createNetwork();
    for (const wait of [250, 500, 1000]) {
      network.break();
      expect(network.timers.at(-1)!.ms).toBe(wait);
      network.timers.at(-1)!.run();
    }
    network.open();
    network.break();
    expect(network.timers.at(-1)!.ms).toBe(250);
    expect(backOffMs(20)).toBe(5000);
  });

  it('gives up when the server does not know the session', async () => {
    const network = createNetwork();
    const call = network.host.bridge.invoke('runs:list', {});
    network.break(4401);
    expect(network.host.connection.current()).toBe('refused');
    expect(network.timers).toEqual([]);
    expect(await call).toMatchObject({ ok: false });
    expect(await network.host.bridge.invoke('runs:list', {})).toMatchObject({ ok: false });
  });

  it('tells watchers each change of state once', () => {
    const network = createNetwork();
    const seen: string[] = [];
    network.host.connection.subscribe(() => seen.push(network.host.connection.current()));
    network.open();
    network.break();
    network.timers[0]!.run();
    network.break();
    expect(seen).toEqual(['connected', 'lost']);
  });

  it('passes events to their listeners until those unsubscribe, also after a reconnect', () => {
    const network = createNetwork();
    const seen: unknown[] = [];
    const end = network.host.bridge.subscribe('runs:changed', payload => seen.push(payload));
    network.open();
    network.say({ event: 'runs:changed', payload: 1 });
    network.say({ event: 'runs:progress', payload: 'other' });
    network.break();
    network.timers[0]!.run();
    network.open();
    network.say({ event: 'runs:changed', payload: 2 });
    end();
    network.say({ event: 'runs:changed', payload: 3 });
    expect(seen).toEqual([1, 2]);
  });
});
