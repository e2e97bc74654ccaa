import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { loadOnnxRuntime } from '../../backends/onnxruntime/load.ts';
import type { RuntimeSession } from '../../formats/format.ts';
import { rowsTogether } from '../../formats/lib/rows-together.ts';
import type { InputSeen } from '../trace/input-layout.ts';
import { valuesForFile, type SeenInputs } from '../trace/seen-inputs.ts';

/** What is run to compare with. */
export interface ReferenceFile {
  /** The file as it came; with weights beside it, where it lies. */
  readonly file: Uint8Array | string;
  readonly input: SeenInputs;
  /** In the order in which their numbers stand in an answer. */
  readonly outputs: readonly string[];
  /** Whether it finds ranges on the way, for all that comes in at once. */
  readonly oneByOne: boolean;
}

/** The file as it came, in onnxruntime on the processor. Items have channels last, as everywhere here. */
export async function openReference({ file, input, outputs, oneByOne }: ReferenceFile): Promise<RuntimeSession> {
  const { InferenceSession, Tensor, env } = await loadOnnxRuntime();
  const open = async (more: object) => {
    const options = { executionProviders: ['cpu'], logSeverityLevel: 4, ...more } as const;
    return typeof file === 'string' ? InferenceSession.create(file, options) : InferenceSession.create(file, options);
  };
  // It has not all operators in the slower way, and says so when it opens the file.
  const opened = open(EXACT_SUMS).catch(async () => open({}));
  const session = await opened.catch((cause: unknown) => {
    throw invalidInput(
      `onnxruntime refuses this file, so that nothing can be compared: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  });
  const atOnce = input.parts.map(({ seen }) => seen.foreign.shape[0]).find(size => size !== null);
  const runOnce = async (values: Float32Array, items: number): Promise<Float32Array> => {
    const given = valuesForFile(input, values).map((own, i) => {
      const { foreign, sizes } = input.parts[i]!.seen;
      const numbers = typed(foreign.type, own) as Float32Array;
      return [foreign.name, new Tensor(foreign.type as 'float32', numbers, [items, ...sizes])] as const;
    });
    const results = await session.run(Object.fromEntries(given), [...outputs]);
    return rowsTogether(
      outputs.map(name => Float32Array.from(results[name]!.data as Float32Array)),
      items,
    );
  };
  return {
    runtime: `onnxruntime ${env.versions.node ?? env.versions.common}`,
    async predict(inputs, items) {
      const most = atOnce ?? (oneByOne ? 1 : items);
      const width = inputs.length / items;
      const parts: Float32Array[] = [];
      for (let start = 0; start < items; start += most) {
        const rows = inputs.subarray(start * width, Math.min(start + most, items) * width);
        // A file for so many items at a time gets its last ones filled up with zeros.
        const whole = new Float32Array(most * width);
        whole.set(rows);
        const answers = await runOnce(whole, most);
        parts.push(answers.subarray(0, (answers.length / most) * (rows.length / width)));
      }
      return joined(parts);
    },
    close: () => session.release(),
  };
}

/** On processors without VNNI its fastest sums of products of a byte with and one without a sign overflow: slower ones don't. */
const EXACT_SUMS = { extra: { session: { x64quantprecision: '1' } } };

function typed(type: InputSeen['foreign']['type'], values: Float32Array) {
  if (type === 'int64') return BigInt64Array.from(values, value => BigInt(Math.round(value)));
  if (type === 'int32') return Int32Array.from(values, Math.round);
  return type === 'float64' ? Float64Array.from(values) : values;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
