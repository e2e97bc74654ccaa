import type { Command } from 'commander';
import { formatBytes } from '../../../src-shared/lib/units.ts';
import { systemClock } from '../../platform/clock.ts';
import { sha256OfFile } from '../../platform/sha256.ts';
import { diagnose } from '../../stores/doctor/diagnose.ts';
import type { Finding } from '../../stores/doctor/finding.ts';
import { repair } from '../../stores/doctor/repair.ts';
import { perform, withApplication, withCommonOptions, type CommonOptions, type Shell } from './shell.ts';

/** Exit code 0: nothing is lost (any more); 1: something is. */
export function addDoctorCommand(program: Command, shell: Shell): void {
  withCommonOptions(program.command('doctor'))
    .description('check database, files and checkpoints; says what it would do before it does it')
    .option('--repair', 'do what is proposed')
    .action((options: CommonOptions & { repair?: boolean }) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier doctor', async ({ workspace }) => {
          const ports = {
            hashFile: sha256OfFile,
            nowMs: systemClock.nowMs,
            onProgress: (done: number, total: number) => output.status([`${done} of ${total} files checked`]),
          };
          const findings = await diagnose(workspace, ports);
          const repaired = options.repair === true ? await repair(workspace.db, findings, systemClock.nowMs()) : 0;
          output.result({ findings, repaired }, () => reportLines(findings, options.repair === true ? repaired : null));
          const lost = findings.some(
            ({ severity, repair: proposal }) => severity === 'error' && (options.repair !== true || proposal === null),
          );
          return lost ? 1 : 0;
        }),
      ),
    );
}

function reportLines(findings: readonly Finding[], repaired: number | null): readonly string[] {
  if (findings.length === 0) return ['Everything is in order.'];
  const room = findings.reduce((sum, { bytes, repair: proposal }) => sum + (proposal === null ? 0 : bytes), 0);
  const closing =
    repaired === null
      ? `--repair does what is proposed and gives back ${formatBytes(room, 'en')}.`
      : `${repaired} of ${findings.length} repaired.`;
  return [...findings.flatMap(findingLines), closing];
}

function findingLines({ severity, message, path, bytes, repair: proposal }: Finding): readonly string[] {
  const what = `${severity}: ${message} (${path}${bytes > 0 ? `, ${formatBytes(bytes, 'en')}` : ''})`;
  return [what, ...(proposal === null ? [] : [`  Proposed: ${proposal.title}`])];
}
