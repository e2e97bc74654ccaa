import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { formatBytes, formatNumber } from '../../../src-shared/lib/units.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { verifyCapsule, type CapsuleVerdict } from '../../engine/formats/capsule/verify-capsule.ts';
import { createSha256 } from '../../platform/sha256.ts';
import { tableLines } from './output.ts';
import { perform, type Shell } from './shell.ts';

/** Read whole. */
const MAX_BYTES = 2 * 2 ** 30;

/** Exit code 0: the capsule is what it says; 1: it is not. Needs no workspace. */
export function addVerifyCommand(program: Command, shell: Shell): void {
  program
    .command('verify <capsule>')
    .description('look whether a capsule is what it says: hashes, counts, and the answers to the enclosed items')
    .option('--json', 'the verdict as one JSON object')
    .action((path: string, options: { json?: boolean }) =>
      perform(shell, options, async output => {
        const verdict = await verifyCapsule(await readCapsuleFile(path), {
          createSha256,
          nowMs: () => performance.now(),
          turn: () => new Promise(resolve => setImmediate(resolve)),
        });
        output.result(verdict, () => verdictLines(verdict));
        return verdict.holds ? 0 : 1;
      }),
    );
}

async function readCapsuleFile(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) throw new AppFailure({ code: 'not-found', message: `There is no file '${path}'`, path });
  if (found.size > MAX_BYTES)
    throw invalidInput(`A capsule may have ${formatBytes(MAX_BYTES, 'en')}, this file has ${formatBytes(found.size, 'en')}`, { path });
  return readFile(path);
}

function verdictLines({ name, holds, runtime, findings, latency }: CapsuleVerdict): readonly string[] {
  const short = (text: string): string => (/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text);
  const rows = findings.map(({ what, stated, found, holds: fits }) => [
    what,
    short(stated),
    short(found),
    fits ? 'holds' : 'DOES NOT HOLD',
  ]);
  const speed =
    latency === null
      ? []
      : [
          `Here, on one thread of ${runtime}: ${formatNumber(latency.p50Ms, 'en')} ms an item (95 % within ${formatNumber(latency.p95Ms, 'en')} ms)`,
        ];
  return [
    ...tableLines(['', 'stated', 'found', ''], rows),
    ...speed,
    holds ? `'${name}' is what its capsule says.` : `'${name}' is NOT what its capsule says.`,
  ];
}
