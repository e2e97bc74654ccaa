import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createEventPublisher } from '../../../src-main/ipc/event-publisher.ts';
import { serveContract, type BugReport } from '../../../src-main/ipc/serve-contract.ts';
import type { Reply } from '../../../src-main/ipc/transport.ts';
import { defineContract, type Handlers } from '../../../src-shared/contracts/define-contract.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';

const garden = defineContract({
  name: 'garden',
  calls: {
    cut: { input: z.object({ ratio: z.number().gt(0).lt(1), tool: z.string().default('saw') }), output: z.object({ left: z.number() }) },
  },
  events: { grown: z.object({ seq: z.number().int(), loss: z.number().or(z.nan()) }), watered: z.object({ seq: z.number().int() }) },
});

function connect(cut: Handlers<typeof garden>['cut']) {
  const replies = new Map<string, Reply>();
  const bugs: BugReport[] = [];
  const transport = { handle: (channel: string, reply: Reply) => void replies.set(channel, reply), publish: vi.fn() };
  serveContract(garden, { cut }, { transport, logBug: bug => void bugs.push(bug) });
  return { call: (payload: unknown) => replies.get('garden:cut')?.(payload), bugs };
}

describe('serveContract', () => {
  it('hands the handler the input with its defaults, and answers with its output', async () => {
    const cut = vi.fn(async ({ ratio }: { ratio: number }) => ({ left: 1 - ratio }));
    const { call } = connect(cut);
    expect(await call({ ratio: 0.25 })).toEqual({ ok: true, value: { left: 0.75 } });
    expect(cut).toHaveBeenCalledWith({ ratio: 0.25, tool: 'saw' });
  });

  it('refuses bad input before the handler sees it, naming the field', async () => {
    const cut = vi.fn();
    const { call, bugs } = connect(cut);
    expect(await call({ ratio: 1.5 })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', path: 'ratio', message: expect.stringContaining('ratio') },
    });
    expect(cut).not.toHaveBeenCalled();
    expect(bugs).toEqual([]);
  });

  it('carries a known failure with its code, path and hint', async () => {
    const error = { code: 'diverged', message: 'The loss is NaN', path: 'steps.net', hint: 'Lower the learning rate' } as const;
    const { call, bugs } = connect(() => Promise.reject(new AppFailure(error)));
    expect(await call({ ratio: 0.5 })).toEqual({ ok: false, error });
    expect(bugs).toEqual([]);
  });

  it('logs a bug under an id, and tells the renderer nothing but that id', async () => {
    const thrown = new TypeError('secret is undefined');
    const { call, bugs } = connect(() => Promise.reject(thrown));
    const reply = await call({ ratio: 0.5 });
    expect(bugs).toMatchObject([{ channel: 'garden:cut', thrown }]);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', id: bugs[0]?.id } });
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  it('takes an answer that does not fit the contract for a bug', async () => {
    const { call, bugs } = connect(async () => ({ left: 'much' }) as never);
    expect(await call({ ratio: 0.5 })).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(String(bugs[0]?.thrown)).toContain('left');
  });
});

describe('createEventPublisher', () => {
  it('numbers the events of each name by themselves, without gaps', () => {
    const publish = vi.fn();
    const publisher = createEventPublisher(garden, { handle: vi.fn(), publish });
    publisher.publish('grown', { loss: 1 });
    publisher.publish('watered', {});
    publisher.publish('grown', { loss: Number.NaN });
    expect(publish.mock.calls).toEqual([
      ['garden:grown', { seq: 0, loss: 1 }],
      ['garden:watered', { seq: 0 }],
      ['garden:grown', { seq: 1, loss: Number.NaN }],
    ]);
  });

  it('uses up no number for a body that does not fit the contract', () => {
    const publish = vi.fn();
    const publisher = createEventPublisher(garden, { handle: vi.fn(), publish });
    expect(() => publisher.publish('grown', { loss: 'low' } as never)).toThrow('loss');
    publisher.publish('grown', { loss: 1 });
    expect(publish.mock.calls).toEqual([['garden:grown', { seq: 0, loss: 1 }]]);
  });
});
