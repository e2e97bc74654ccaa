import { describe, expect, it } from 'vitest';
import { runsContract } from '../../../../src-shared/contracts/runs.contract.ts';
import type { Bridge } from '../../../../src-renderer/ipc/bridge.ts';
import { createClient, subscribeTo } from '../../../../src-renderer/ipc/create-client.ts';
import { createSequenceWatcher } from '../../../../src-renderer/ipc/sequence.ts';

describe('client', () => {
  it('has every call of its contract, on the channel the contract names', async () => {
    const channels: string[] = [];
    const bridge: Bridge = { invoke: async channel => channels.push(channel), subscribe: () => () => undefined };
    const client = createClient(runsContract, bridge);
    for (const call of Object.values(client) as ((input: unknown) => Promise<unknown>)[]) await call({});
    expect(channels).toEqual(Object.keys(runsContract.calls).map(call => `runs:${call}`));
  });

  it('turns a bridge that throws into an error value', async () => {
    const bridge: Bridge = { invoke: () => Promise.reject(new Error('No such call')), subscribe: () => () => undefined };
    expect(await createClient(runsContract, bridge).list({})).toEqual({ ok: false, error: { code: 'internal', message: 'No such call' } });
  });

  it('drops events that do not fit the contract', () => {
    let send: (payload: unknown) => void = () => undefined;
    const bridge: Bridge = {
      invoke: async () => null,
      subscribe(_, listener) {
        send = listener;
        return () => undefined;
      },
    };
    const seen: number[] = [];
    subscribeTo(runsContract, 'changed', bridge, event => seen.push(event.seq));
    send({ seq: 4, runId: 'a' });
    send({ seq: 'five', runId: 'a' });
    expect(seen).toEqual([4]);
  });
});

describe('sequence watcher', () => {
  it('sees a gap, a repeat and a restart, but takes any first number', () => {
    const watcher = createSequenceWatcher();
    expect([7, 8, 9, 11, 12, 12, 0].map(seq => watcher.missed(seq))).toEqual([false, false, false, true, false, true, true]);
  });

  it('takes any number after a reset', () => {
    const watcher = createSequenceWatcher();
    watcher.missed(7);
    watcher.reset();
    expect(watcher.missed(3)).toBe(false);
  });
});
