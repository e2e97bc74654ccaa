import { encodeLite } from '../../src-main/engine/formats/tflite/encode.ts';
import { OPERATORS, type OperatorName } from '../../src-main/engine/formats/tflite/operator-names.ts';
import { OPTION_TYPES, type OptionsName, type OptionsTable, type TensorTable } from '../../src-main/engine/formats/tflite/schema.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

/** An operator of a small TensorFlow Lite file, with the places of its values. */
export interface LiteOperatorSketch {
  readonly op: OperatorName | number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options?: { readonly table: OptionsName; readonly values: OptionsTable };
}

export interface LiteSketch {
  readonly operators: readonly LiteOperatorSketch[];
  /** Values of four numbers, `v0`, `v1`, …, where they are left out. */
  readonly tensors?: readonly TensorTable[];
  readonly outputs?: readonly number[];
  readonly inputs?: readonly number[];
  readonly buffers?: readonly { readonly data?: Uint8Array }[];
}

/** A file whose input is value 0, unless others are named. */
export function liteFile({ operators, tensors, inputs: given = [0], outputs = [1], buffers = [{}] }: LiteSketch): Uint8Array {
  const numbers = operators.map(({ op }) => (typeof op === 'number' ? op : OPERATORS[op]));
  const plain = Array.from({ length: 4 }, (_, i) => ({ shape: [1, 4], type: 0, buffer: 0, name: `v${i}` }));
  return encodeLite({
    version: 3,
    operatorCodes: numbers.map(code => ({ deprecatedCode: Math.min(code, 127), version: 1, code })),
    subgraphs: [
      {
        tensors: tensors ?? plain,
        inputs: [...given],
        outputs,
        operators: operators.map(({ inputs, outputs: results, options }, opcode) => ({
          opcode,
          inputs,
          outputs: results,
          ...(options && { optionsType: OPTION_TYPES[options.table], options: options.values }),
        })),
        name: 'main',
      },
    ],
    buffers,
  });
}

const [STEPS, INPUTS, UNITS] = [7, 5, 6];

/** An LSTM as the converter writes it: gates apart, its states as variables. */
export function lstmFile(): Uint8Array {
  const random = createRandom(3).split('lstm');
  const weights = (rows: readonly number[]) =>
    Float32Array.from({ length: rows.reduce((a, b) => a * b, 1) }, () => random.nextNormal() / 2);
  const shapes = [
    ...Array<number[]>(4).fill([UNITS, INPUTS]),
    ...Array<number[]>(4).fill([UNITS, UNITS]),
    ...Array<number[]>(4).fill([UNITS]),
  ];
  const constants = shapes.map((shape, i) => ({ shape, type: 0, buffer: i + 1, name: `w${i}` }));
  const state = (name: string) => ({ shape: [1, UNITS], type: 0, buffer: 0, name, isVariable: true });
  const place = (i: number): number => 2 + i;
  const parts = (from: number): readonly number[] => [0, 1, 2, 3].map(i => place(from + i));
  const none = (count: number): readonly number[] => Array<number>(count).fill(-1);
  return liteFile({
    tensors: [
      { shape: [1, STEPS, INPUTS], type: 0, buffer: 0, name: 'x' },
      { shape: [1, STEPS, UNITS], type: 0, buffer: 0, name: 'y' },
      ...constants,
      state('h'),
      state('c'),
    ],
    operators: [
      {
        op: 'UNIDIRECTIONAL_SEQUENCE_LSTM',
        inputs: [0, ...parts(0), ...parts(4), ...none(3), ...parts(8), ...none(2), place(12), place(13), ...none(4)],
        outputs: [1],
        options: {
          table: 'UnidirectionalSequenceLSTMOptions',
          values: { fusedActivation: 4, cellClip: 0, projectionClip: 0, timeFirst: false },
        },
      },
    ],
    buffers: [{}, ...shapes.map(shape => ({ data: new Uint8Array(weights(shape).buffer) }))],
  });
}
