import type { BackendDriver } from '../backend.ts';

/** tfjs's plain JavaScript back end, which runs anywhere; loaded only when it is asked for. */
export const plainJavaScript: BackendDriver = {
  unavailable: () => null,
  create: async () => (await import('./create-cpu-engine.ts')).createCpuEngine(),
};
