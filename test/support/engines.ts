import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';

/** The WASM engine and the JavaScript one, in one process. */
export interface TestEngines {
  readonly wasm: Engine;
  readonly cpu: Engine;
  /**
   * Runs `work` with the engine in force and its tensors freed afterwards. Tensors are not for carrying over: tfjs has one
   * back end at a time and would move them silently.
   */
  on<T>(engine: Engine, work: (engine: Engine) => T): Promise<T>;
}

/** Starts both; the WASM engine is in force afterwards. */
export async function startEngines(): Promise<TestEngines> {
  const cpu = await createEngine('cpu');
  const wasm = await createEngine('wasm');
  return {
    wasm,
    cpu,
    async on(engine, work) {
      await createEngine(engine.id);
      engine.tf.engine().startScope();
      try {
        return work(engine);
      } finally {
        engine.tf.engine().endScope();
      }
    },
  };
}
