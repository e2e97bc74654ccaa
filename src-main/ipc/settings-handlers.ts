import { settingsContract } from '../../src-shared/contracts/settings.contract.ts';
import type { Services } from '../services/services.ts';
import { readSettings, writeSettings } from '../services/settings.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveSettings({ context: { db }, host }: Services, options: ServeOptions): void {
  serveContract(
    settingsContract,
    {
      get: async () => readSettings(db),
      set: async ({ resumeAtStart }) => writeSettings(db, resumeAtStart === undefined ? {} : { resumeAtStart }),
      machine: async () => host.machine(),
      examine: async () => ({ findings: [...(await host.examine())] }),
      repair: async () => ({ repaired: await host.repair() }),
    },
    options,
  );
}
