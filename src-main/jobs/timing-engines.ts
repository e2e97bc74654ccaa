import type { Engine } from '../engine/tensor-library.ts';
import type { JobContext } from './job.ts';

/** The step's engine, and beside it the one that TensorFlow.js files run on. */
export interface TimingEngines {
  readonly step: Engine;
  /** In force afterwards. Throws `engine-unavailable`. */
  wasm(): Promise<Engine>;
  /** Puts one in force for the process: tfjs computes on one back end at a time. */
  use(which: 'step' | 'wasm'): Promise<void>;
}

/** With the step's engine in force. */
export function timingEngines(step: Engine, context: Pick<JobContext, 'engineBeside'>): TimingEngines {
  const { tf } = step;
  const own = tf.getBackend();
  let beside: { readonly engine: Engine; readonly name: string } | null = null;
  const use = async (name: string): Promise<void> => {
    if (tf.getBackend() !== name) await tf.setBackend(name);
  };
  return {
    step,
    async wasm() {
      if (step.id === 'wasm') return step;
      if (beside === null) {
        const engine = await context.engineBeside('wasm');
        beside = { engine, name: tf.getBackend() };
      }
      await use(beside.name);
      return beside.engine;
    },
    use: which => use(which === 'wasm' ? (beside?.name ?? own) : own),
  };
}
