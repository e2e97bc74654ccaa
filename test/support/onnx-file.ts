/**
 * Reads what is counted in an ONNX file, from its bytes alone: protobuf's wire format by hand, shapes by the operators' own
 * definitions. Shares nothing with the writer.
 */
export interface OnnxCounts {
  readonly parameters: number;
  /** Of matrices and filters; vectors count whole. */
  readonly nonZeros: number;
  readonly multiplyAdds: number;
}

interface Weights {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

interface Step {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly ints: Readonly<Record<string, readonly number[]>>;
}

export function countOnnx(file: Uint8Array): OnnxCounts {
  const graph = bytesOf(fieldsOf(file), 7)[0]!;
  const fields = fieldsOf(graph);
  const weights = new Map(bytesOf(fields, 5).map(weightsOf));
  const shapes = new Map(bytesOf(fields, 11).map(inputOf));
  let multiplyAdds = 0;
  for (const step of bytesOf(fields, 1).map(stepOf)) {
    const shape = shapeAfter(step, shapes, weights);
    shapes.set(step.output, shape);
    multiplyAdds += workOf(step, shape, weights);
  }
  const all = [...weights.values()];
  return {
    parameters: all.reduce((sum, { values }) => sum + values.length, 0),
    nonZeros: all.reduce(
      (sum, { dims, values }) => sum + (dims.length > 1 ? values.filter(value => value !== 0).length : values.length),
      0,
    ),
    multiplyAdds,
  };
}

/** Without the batch axis; images are [channels, height, width] behind the writer's transpositions. */
function shapeAfter(
  { operator, inputs, ints }: Step,
  shapes: ReadonlyMap<string, readonly number[]>,
  weights: ReadonlyMap<string, Weights>,
) {
  const from = shapes.get(inputs[0]!)!;
  const window = (axis: number): number => {
    const [size, stride, pads] = [ints['kernel_shape']![axis]!, ints['strides']![axis]!, ints['pads']!];
    return Math.floor((from[axis + 1]! + pads[axis]! + pads[axis + 2]! - size) / stride) + 1;
  };
  switch (operator) {
    case 'Gemm':
      return [weights.get(inputs[1]!)!.dims[1]!];
    case 'Conv':
      return [weights.get(inputs[1]!)!.dims[0]!, window(0), window(1)];
    case 'MaxPool':
      return [from[0]!, window(0), window(1)];
    case 'Flatten':
      return [from.reduce((product, size) => product * size, 1)];
    case 'Transpose':
      return ints['perm']!.slice(1).map(axis => from[axis - 1]!);
    case 'ReduceMean':
      return from.slice(0, 1);
    case 'Relu':
    case 'Add':
    case 'BatchNormalization':
    case 'Softmax':
      return from;
    default:
      throw new Error(`This reader does not know the operator ${operator}`);
  }
}

function workOf({ operator, inputs }: Step, shape: readonly number[], weights: ReadonlyMap<string, Weights>): number {
  const filter = weights.get(inputs[1] ?? '');
  // Folded, it is one multiplication and one addition for every value.
  if (operator === 'BatchNormalization') return shape.reduce((product, size) => product * size, 1);
  if (operator === 'Gemm') return filter!.values.length;
  return operator === 'Conv' ? filter!.values.length * shape[1]! * shape[2]! : 0;
}

function weightsOf(bytes: Uint8Array): readonly [string, Weights] {
  const fields = fieldsOf(bytes);
  const raw = bytesOf(fields, 9)[0]!;
  return [textOf(bytesOf(fields, 8)[0]!), { dims: numbersOf(fields, 1), values: new Float32Array(raw.slice().buffer) }];
}

function inputOf(bytes: Uint8Array): readonly [string, readonly number[]] {
  const fields = fieldsOf(bytes);
  const tensor = bytesOf(fieldsOf(bytesOf(fields, 2)[0]!), 1)[0]!;
  const sizes = bytesOf(fieldsOf(bytesOf(fieldsOf(tensor), 2)[0]!), 1).flatMap(dim => numbersOf(fieldsOf(dim), 1));
  return [textOf(bytesOf(fields, 1)[0]!), sizes];
}

function stepOf(bytes: Uint8Array): Step {
  const fields = fieldsOf(bytes);
  const attributes = bytesOf(fields, 5).map(attribute => {
    const parts = fieldsOf(attribute);
    return [textOf(bytesOf(parts, 1)[0]!), numbersOf(parts, 8)] as const;
  });
  return {
    operator: textOf(bytesOf(fields, 4)[0]!),
    inputs: bytesOf(fields, 1).map(textOf),
    output: textOf(bytesOf(fields, 2)[0]!),
    ints: Object.fromEntries(attributes),
  };
}

interface Field {
  readonly id: number;
  readonly value: number | Uint8Array;
}

function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag % 8;
    const id = (tag - wire) / 8;
    if (wire === 0) fields.push({ id, value: varint() });
    else if (wire === 2) fields.push({ id, value: take(varint()) });
    else if (wire === 5) fields.push({ id, value: take(4) });
    else throw new Error(`Wire type ${wire} is not read`);
  }
  return fields;
}

function bytesOf(fields: readonly Field[], id: number): readonly Uint8Array[] {
  return fields.flatMap(field => (field.id === id && typeof field.value !== 'number' ? [field.value] : []));
}

function numbersOf(fields: readonly Field[], id: number): readonly number[] {
  return fields.flatMap(field => (field.id === id && typeof field.value === 'number' ? [field.value] : []));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
