import { engineContract } from '../../src-shared/contracts/engine.contract.ts';
import type { EngineFlavour } from '../../src-shared/domain/native-engine.ts';
import { measureAgain } from '../services/measure-again.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveEngine({ nativeEngine, context }: Services, options: ServeOptions): void {
  const handlers = {
    state: async () => nativeEngine.state(),
    install: async ({ flavour }: { flavour: EngineFlavour }) => {
      // Minutes: the state and the events tell how it goes and how it ended.
      nativeEngine
        .install(flavour)
        .catch((thrown: unknown) => context.log('warn', `The native engine was not installed: ${String(thrown)}`));
      return nativeEngine.state();
    },
    test: () => nativeEngine.test(null),
    measure: () => measureAgain(context),
    cancelInstall: async () => ({ wasBusy: nativeEngine.cancel() }),
    uninstall: async () => ({ folders: [...(await nativeEngine.uninstall()).folders] }),
  };
  serveContract(engineContract, handlers, options);
}
