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

/** Bytes of random numbers. */
function randomBytes(count: number, stream: string): Uint8Array {
  const random = createRandom(5).split(stream);
  return new Uint8Array(Float32Array.from({ length: count }, () => random.nextNormal() / 2).buffer);
}

function wholeBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** A convolution with holes of 2 × 3, as TensorFlow spells it out: 9 × 10 places padded to 14 × 18, cut apart, and 10 × 12 again. */
export function dilatedFile(crops: readonly [bottom: number, right: number] = [0, 0]): Uint8Array {
  const value = (name: string, shape: readonly number[]) => ({ shape, type: 0, buffer: 0, name });
  const whole = (name: string, shape: readonly number[], buffer: number) => ({ shape, type: 2, buffer, name });
  return liteFile({
    tensors: [
      value('x', [1, 9, 10, 2]),
      value('y', [1, 10 - crops[0], 12 - crops[1], 3]),
      value('apart', [6, 7, 6, 2]),
      value('seen', [6, 5, 4, 3]),
      whole('block', [2], 1),
      whole('pads', [2, 2], 2),
      whole('crops', [2, 2], 3),
      { shape: [3, 3, 3, 2], type: 0, buffer: 4, name: 'conv/kernel' },
      { shape: [3], type: 0, buffer: 5, name: 'conv/bias' },
    ],
    operators: [
      { op: 'SPACE_TO_BATCH_ND', inputs: [0, 4, 5], outputs: [2] },
      {
        op: 'CONV_2D',
        inputs: [2, 7, 8],
        outputs: [3],
        options: {
          table: 'Conv2DOptions',
          values: { padding: 1, strideWidth: 1, strideHeight: 1, fusedActivation: 1, dilationWidth: 1, dilationHeight: 1 },
        },
      },
      { op: 'BATCH_TO_SPACE_ND', inputs: [3, 4, 6], outputs: [1] },
    ],
    buffers: [
      {},
      { data: wholeBytes([2, 3]) },
      { data: wholeBytes([2, 3, 3, 5]) },
      { data: wholeBytes([0, crops[0], 0, crops[1]]) },
      { data: randomBytes(3 * 3 * 3 * 2, 'kernel') },
      { data: randomBytes(3, 'bias') },
    ],
  });
}

/** Rows [1, 3, 4] that stand twice one below the other, and three times side by side. */
export function tiledFile(): Uint8Array {
  return liteFile({
    tensors: [
      { shape: [1, 3, 4], type: 0, buffer: 0, name: 'x' },
      { shape: [1, 6, 12], type: 0, buffer: 0, name: 'y' },
      { shape: [3], type: 2, buffer: 1, name: 'times' },
    ],
    operators: [{ op: 'TILE', inputs: [0, 2], outputs: [1] }],
    buffers: [{}, { data: wholeBytes([1, 2, 3]) }],
  });
}

/** A product of four bits a weight: seven inputs, so that the last byte is half full, three outputs with a scale each. */
export function int4File(): Uint8Array {
  const steps = Array.from({ length: 21 }, (_, i) => ((i * 7) % 16) - 8);
  const packed = Uint8Array.from({ length: 11 }, (_, i) => (steps[2 * i]! & 15) | (((steps[2 * i + 1] ?? 0) & 15) << 4));
  return liteFile({
    tensors: [
      { shape: [1, 7], type: 0, buffer: 0, name: 'x' },
      { shape: [1, 3], type: 0, buffer: 0, name: 'y' },
      {
        ...{ shape: [3, 7], type: 17, buffer: 1, name: 'dense/steps' },
        quantization: { scale: [0.5, 0.25, 0.125], zeroPoint: [0, 0, 0], axis: 0 },
      },
      { shape: [3, 7], type: 0, buffer: 0, name: 'dense/kernel' },
    ],
    operators: [
      { op: 'DEQUANTIZE', inputs: [2], outputs: [3] },
      {
        op: 'FULLY_CONNECTED',
        inputs: [0, 3, -1],
        outputs: [1],
        options: { table: 'FullyConnectedOptions', values: { fusedActivation: 0, weightsFormat: 0, keepsAxes: false } },
      },
    ],
    buffers: [{}, { data: packed }],
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
