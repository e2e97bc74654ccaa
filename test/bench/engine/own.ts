/**
 * Our side of the engine's benchmark, in a process of its own, through the training that jobs run. Called with: network,
 * batch size, threads, the library's folder, a rung of the ladder. Speaks as `peers.py` does, and adds what only we know of ourselves.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { prepareEngine } from '../../../src-main/engine/backends/prepare-engine.ts';

const [network = '', batch = '64', threads = '1', libraryFolder = '', rung = 'libtensorflow'] = process.argv.slice(2);
const batchSize = Number(batch);

// As jobs begin (`src-main/workers/worker.ts`).
await prepareEngine(rung, { libraryFolder });
const { createEngine } = await import('../../../src-main/engine/backends/ladder.ts');
const { initialParameters, parameterDeclarations } = await import('../../../src-main/engine/graph/parameters.ts');
const { runTraining } = await import('../../../src-main/engine/training/run-training.ts');
const { createRandom } = await import('../../../src-shared/lib/random.ts');
const { separableData } = await import('./data.ts');
const { networkOf } = await import('./networks.ts');

const { graph, inputShape } = networkOf(network);
const data = separableData(inputShape);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const parameters = initialParameters(graph, createRandom(1));
const trained = parameterDeclarations(graph).filter(({ role }) => role !== 'statistic');
const engine = await createEngine(rung, { libraryFolder, threads: Number(threads) });

class Ended extends Error {}

/** The first steps compile and warm up. */
const WARM_UP = 8;
let steps = 0;
/** The stretch that is timed, until its end. */
let stretch: { readonly from: number; readonly steps: number; readonly native: number; readonly untilMs: number } | null = null;

try {
  await runTraining(
    {
      ...{ tf: engine.tf, compiler: engine.compiler, graph, parameters, masks: {}, data, seed: 1, batchSize, weightDecay: 0 },
      ...{ epochs: 1_000_000, keep: 'last', schedule: { kind: 'constant' } },
      optimizer: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
    {
      ...{ resumeFrom: null, report: () => undefined, measure: () => undefined, checkpoint: () => Promise.resolve() },
      log: (_level, message) => say({ log: message }),
      nowMs: () => performance.now(),
      turn,
      checkpointDue() {
        steps += 1;
        if (steps === 1) {
          const size = trained.reduce((sum, { fullName }) => sum + parameters[fullName]!.values.length, 0);
          say({ parameters: size, version: engine.identity });
        }
        return false;
      },
    },
  );
} catch (thrown) {
  if (!(thrown instanceof Ended)) throw thrown;
}
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
say({ peakBytes: Number(peak) * 1024 });
process.exit(0);

/** Called every 30 ms or so: the place to begin and to end a stretch. */
async function turn(): Promise<void> {
  const now = performance.now();
  const { ms: native, arrays } = engine.compiler?.nativeUse() ?? { ms: 0, arrays: 0 };
  if (stretch !== null) {
    if (now < stretch.untilMs) return;
    const ms = now - stretch.from;
    const made = steps - stretch.steps;
    const { rss, heapTotal, external } = process.memoryUsage();
    say({
      steps: made,
      ms,
      nativeMs: native - stretch.native,
      tensors: engine.compiler === null ? engine.tf.memory().numTensors : arrays,
      rssBytes: rss,
      jsBytes: heapTotal + external,
      done: steps,
    });
  }
  if (steps < WARM_UP) return;
  const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
  if (done === true || value.trim() === '') throw new Ended();
  const { seconds } = JSON.parse(value) as { readonly seconds: number };
  const from = performance.now();
  stretch = { from, steps, native: engine.compiler?.nativeUse().ms ?? 0, untilMs: from + seconds * 1000 };
}
