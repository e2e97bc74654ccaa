import type { EngineFlavour, RegisteredEngine, SelfTestReport } from '../../../src-shared/domain/native-engine.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { InstallWork } from './fetch-wheels.ts';

interface Candidate {
  readonly folder: string;
  readonly origin: RegisteredEngine['origin'];
  readonly flavour: EngineFlavour;
}

/** Runs the self-test in a process of its own. Throws `install-failed` for a library that crashes or computes wrong. */
export async function passSelfTest({ ports, signal, onProgress }: InstallWork, folder: string): Promise<SelfTestReport> {
  onProgress({ stage: 'testing', bytes: 0, totalBytes: null, subject: folder });
  const report = await ports.selfTest(folder, signal);
  requirePassed(report, folder);
  signal.throwIfAborted();
  return report;
}

/** From here on it is in use. */
export async function register({ ports, onProgress }: InstallWork, where: Candidate, selfTest: SelfTestReport): Promise<RegisteredEngine> {
  onProgress({ stage: 'registering', bytes: 0, totalBytes: null, subject: where.folder });
  const engine = { version: 1, ...where, tensorflow: selfTest.version, registeredMs: ports.nowMs(), selfTest } as const;
  await ports.writeRegistered(engine);
  return engine;
}

export function requirePassed({ checks }: SelfTestReport, folder: string): void {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  throw new AppFailure({
    code: 'install-failed',
    message: `The library must compute right, but it fails its self-test: ${failed.map(({ name, detail }) => `${name} (${detail})`).join('; ')}`,
    path: folder,
    hint: 'Computing goes on without it. Install it anew, or name another library.',
  });
}
