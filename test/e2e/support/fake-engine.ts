import { createEventPublisher } from '../../../src-main/ipc/event-publisher.ts';
import { serveContract, type ServeOptions } from '../../../src-main/ipc/serve-contract.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { engineContract } from '../../../src-shared/contracts/engine.contract.ts';
import {
  INSTALL_STAGES,
  type EngineFlavour,
  type NativeEngineState,
  type RegisteredEngine,
} from '../../../src-shared/domain/native-engine.ts';

const WHEEL_BYTES = 273_829_956;

const EMPTY: NativeEngineState = {
  registered: null,
  offers: [
    { flavour: 'cpu', tensorflow: '2.21.0', downloadBytes: WHEEL_BYTES, requiredBytes: 1_127_138_892 },
    { flavour: 'cuda', tensorflow: '2.21.0', downloadBytes: 3_379_082_848, requiredBytes: 8_999_193_568 },
  ],
  refusal: null,
  isBusy: false,
  progress: null,
  failure: null,
};

/** CUDA ends without a GPU, so that every state of the panel can be looked at. */
function registered(flavour: EngineFlavour): RegisteredEngine {
  return {
    version: 1,
    folder: `/home/ada/.local/share/espalier/engines/tensorflow-2.21.0-${flavour}`,
    tensorflow: '2.21.0',
    flavour,
    origin: 'installed',
    registeredMs: Date.now() - 2000,
    selfTest: {
      version: '2.21.0',
      devices: [{ name: '/job:localhost/replica:0/task:0/device:CPU:0', type: 'CPU' }],
      threads: 2,
      gemmGflops: 371.4,
      convGflops: 392.8,
      rssBytes: 498_700_000,
      availableBytes: 24_400_000_000,
      checks: ['multiplies matrices', 'convolves', 'gives gradients'].map(name => ({ name, passed: true, detail: 'all exact' })),
      builtForCuda: flavour === 'cuda',
      missingLibraries: flavour === 'cuda' ? ['libcuda.so.1: cannot open shared object file: No such file or directory'] : [],
    },
  };
}

/** Plays an installation: two seconds a stage; cancelling shows what a broken network says. */
export function serveFakeEngine(options: ServeOptions): void {
  const publisher = createEventPublisher(engineContract, options.transport);
  let state = EMPTY;
  let timer: NodeJS.Timeout | undefined;
  function finish(next: Partial<NativeEngineState>): void {
    clearInterval(timer);
    state = { ...state, isBusy: false, progress: null, ...next };
    publisher.publish('install-progress', { progress: null });
  }
  serveContract(
    engineContract,
    {
      state: async () => state,
      install: async ({ flavour }) => {
        let tick = 0;
        state = { ...state, isBusy: true, failure: null };
        timer = setInterval(() => {
          const stage = INSTALL_STAGES[Math.floor(++tick / 20)];
          if (stage === undefined) return finish({ registered: registered(flavour) });
          const isMeasured = stage === 'downloading' || stage === 'unpacking';
          const bytes = isMeasured ? Math.round((WHEEL_BYTES * (tick % 20)) / 20) : 0;
          const progress = { stage, bytes, totalBytes: isMeasured ? WHEEL_BYTES : null, subject: 'tensorflow-cpu==2.21.0' };
          state = { ...state, progress };
          publisher.publish('install-progress', { progress });
        }, 100);
        return state;
      },
      test: async () => registered('cpu').selfTest,
      measure: () => Promise.reject(new AppFailure({ code: 'engine-unavailable', message: 'Nothing is measured here.' })),
      cancelInstall: async () => {
        finish({
          failure: {
            code: 'install-failed',
            message: 'pip could not download tensorflow-cpu==2.21.0: the package index can’t be reached',
            hint: 'Connect to the network, or set pip’s proxy (HTTPS_PROXY) or index (PIP_INDEX_URL), then install again.',
          },
        });
        return { wasBusy: true };
      },
      uninstall: async () => {
        finish({ registered: null, failure: null });
        return { folders: [] };
      },
    },
    options,
  );
}
