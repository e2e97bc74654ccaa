import { z } from 'zod';
import type { EngineStatus } from '../domain/engine-status.ts';
import { ENGINE_FLAVOURS, INSTALL_STAGES, type NativeEngineState, type SelfTestReport } from '../domain/native-engine.ts';
import { defineContract } from './define-contract.ts';
import { made } from './views.ts';

const installProgress = z.object({
  stage: z.enum(INSTALL_STAGES),
  bytes: z.number().min(0),
  totalBytes: z.number().nullable(),
  subject: z.string(),
});

/** The native library of this machine. A folder is named on the command line only: no path comes from a screen. */
export const engineContract = defineContract({
  name: 'engine',
  calls: {
    state: { input: z.object({}), output: made<NativeEngineState>() },
    /** Begins; events and `state` tell how it goes and why it failed. */
    install: { input: z.object({ flavour: z.enum(ENGINE_FLAVOURS) }), output: made<NativeEngineState>() },
    /** Of the registered library, in a process of its own; changes nothing. Throws `not-found` when there is none. */
    test: { input: z.object({}), output: made<SelfTestReport>() },
    /** Measures the ladder again, whatever is remembered. Refused while jobs run, which would be measured with it. */
    measure: { input: z.object({}), output: made<EngineStatus>() },
    cancelInstall: { input: z.object({}), output: z.object({ wasBusy: z.boolean() }) },
    /** Deletes what was installed, and forgets a folder of the user's. */
    uninstall: { input: z.object({}), output: z.object({ folders: z.array(z.string()) }) },
  },
  events: {
    /** At most ten a second; null: something ended, fetch the state. `seq` counts up by one. */
    'install-progress': z.object({ seq: z.number().int(), progress: installProgress.nullable() }),
  },
});
