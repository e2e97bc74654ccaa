import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';

const RUN_COMMAND = new URL('../../scripts/bootstrap/run-command.mjs', import.meta.url).href;

const PROGRAM = `process.on('SIGTERM', () => { console.log('told'); process.exit(); });
console.log('ready ' + process.pid);
setInterval(() => undefined, 1000);`;

const DOOR = `import { run } from ${JSON.stringify(RUN_COMMAND)};
await run(process.execPath, ['-e', ${JSON.stringify(PROGRAM)}]);`;

const NPM = `require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(DOOR)}], {
  stdio: 'inherit',
  env: { ...process.env, npm_lifecycle_event: 'start' },
});`;

it('tells the program to stop, once, when the npm that started it is killed', async () => {
  const npm = spawn(process.execPath, ['-e', NPM], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  npm.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (/^ready \d+\n$/.test(said)) npm.kill('SIGKILL');
  });
  onTestFinished(() => {
    const pid = Number(/\d+/.exec(said));
    if (pid > 0 && !said.includes('told')) process.kill(pid, 'SIGKILL');
  });
  // The pipe ends when the last process that holds it has gone.
  await new Promise(resolve => npm.stdout.once('end', resolve));
  expect(said).toMatch(/^ready \d+\ntold\n$/);
}, 10_000);
