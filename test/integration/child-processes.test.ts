import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createUtilityStarter } from '../../src-main/app/desktop/utility-process.ts';
import { askProcess } from '../../src-main/platform/ask-process.ts';
import { createForkStarter, type ChildExit, type StartChild } from '../../src-main/platform/child-process.ts';
import { createJobLauncher } from '../../src-main/platform/job-launcher.ts';
import { startFakeUtility } from '../support/fake-utility-process.ts';
import { supervise } from '../support/supervised.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const WORKER = join(import.meta.dirname, '..', 'support', 'counting-worker.ts');
const PROBE = join(import.meta.dirname, '..', '..', '.out', 'main', 'probe.js');
const STARTERS: readonly (readonly [string, StartChild])[] = [
  ['forked by Node', createForkStarter()],
  ['a utility process', startFakeUtility],
];

/** Every way to start our processes, held to the same promises. */
describe.each(STARTERS)('a process that is %s', (_, start) => {
  const launcher = createJobLauncher({ entry: WORKER, start });

  it('does a job to its end, with checkpoints, and its last message is never lost', async () => {
    const job = supervise(temporaryFolder(), { launcher });
    let checkpoints = 0;
    const end = await job.start({ steps: 6, size: 4 }, { checkpoint: () => (checkpoints++, []) }).ended;
    expect([end.state, checkpoints > 0]).toEqual(['succeeded', true]);
  });

  it('stops when asked, and is ended by force when it does not listen', async () => {
    const job = supervise(temporaryFolder(), { launcher, graceMs: 100 });
    const running = job.start({ steps: 9, at: 2, misbehave: 'hang' }, { checkpoint: () => (running.cancel(), []) });
    expect(await running.ended).toEqual({ state: 'cancelled' });
  });

  it('takes nothing along when it is killed: the job is interrupted, with the signal as the reason', async () => {
    const latest: { kill?: () => void } = {};
    const killable = {
      start() {
        const child = launcher.start({ engine: '', library: null });
        latest.kill = () => child.kill('SIGKILL');
        return child;
      },
    };
    const job = supervise(temporaryFolder(), { launcher: killable });
    const end = await job.start({ steps: 50, size: 4, stepMs: 5 }, { checkpoint: () => (latest.kill?.(), []) }).ended;
    expect(end).toMatchObject({ state: 'interrupted', error: { code: 'job-lost', message: expect.stringContaining('SIGKILL') as string } });
  });

  it('carries arrays and NaN as they are, and tells what was printed before its exit', async () => {
    const entry = join(temporaryFolder(), 'echo.mjs');
    const answer = '{ nan: NaN, array: new Float32Array([1.5, Infinity]), argument: process.argv[2], seen: process.env.SEEN }';
    writeFileSync(
      entry,
      `const port = process.parentPort;
       const send = port ? message => port.postMessage({ number: 1, message }) : message => process.send(message);
       console.log('first words'); console.error('last words');
       send(${answer});
       setTimeout(() => process.exit(7), 200);`,
    );
    const child = start({ entry, args: ['given'], environment: { SEEN: 'yes' } });
    const said: unknown[] = [];
    let output = '';
    child.onMessage(message => void said.push(message));
    child.onOutput(text => (output += text));
    const exit = await new Promise<ChildExit>(resolve => child.onExit(resolve));
    expect(said).toEqual([{ nan: NaN, array: new Float32Array([1.5, Infinity]), argument: 'given', seen: 'yes' }]);
    expect(exit).toEqual({ code: 7, signal: null });
    expect(output).toContain('first words');
    expect(output).toContain('last words');
    child.post('into the void');
  });

  it('answers a probe, which leaves by itself', async () => {
    const argument = JSON.stringify({ measure: null, options: { threads: 1 } });
    const answer = await askProcess({ entry: PROBE, argument, environment: {}, start, limitMs: 60_000 });
    expect(answer).toMatchObject({ said: expect.arrayContaining([expect.objectContaining({ id: 'wasm' })]) as unknown });
  });
});

it('a utility process that Electron refuses to start ends with the reason', async () => {
  const fork = (): never => {
    throw new Error('not ready');
  };
  const start = createUtilityStarter({ fork } as unknown as Parameters<typeof createUtilityStarter>[0], () => ({}));
  const exit = await new Promise<ChildExit>(resolve => start({ entry: 'worker.js' }).onExit(resolve));
  expect(exit).toEqual({ code: null, signal: null, failure: 'not ready' });
});
