import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { decodeLite } from '../../formats/tflite/decode.ts';
import { OPERATOR_NAMES } from '../../formats/tflite/operator-names.ts';
import type { ModelTable, OperatorTable, OptionsTable, TensorTable } from '../../formats/tflite/schema.ts';
import { tensorOf, type TensorReading } from './values.ts';
import type { ForeignTensor } from '../foreign-graph.ts';

/** An operator of a file: what it reads and gives, by the names of the values. */
export interface FileOperator {
  /** Of no other operator: that of its first result. */
  readonly name: string;
  readonly op: string;
  /** An empty one for an argument that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly options: OptionsTable;
}

/** The main graph of a file, its values by names that no two of them share. */
export interface LiteFile {
  readonly operators: readonly FileOperator[];
  readonly constants: ReadonlyMap<string, ForeignTensor>;
  readonly tensors: ReadonlyMap<string, TensorTable>;
  readonly input: string;
  /** Values by the names of the outputs, in the file's order. */
  readonly outputs: ReadonlyMap<string, string>;
}

const MOST_OPERATORS = 100_000;

/** Throws `invalid-input` for damaged files, and for what names parts that it has not. */
export function readLiteFile(bytes: Uint8Array): LiteFile {
  const model = decodeLite(bytes);
  const [main] = model.subgraphs ?? [];
  const { tensors = [], operators = [], inputs = [], outputs = [] } = main ?? {};
  if (operators.length === 0) throw invalidInput('A TensorFlow Lite file with operators is required, this one has none');
  if (operators.length > MOST_OPERATORS)
    throw invalidInput(`A graph of at most ${MOST_OPERATORS} nodes is required, got ${operators.length}`);
  const names = namesOf(tensors);
  const valueAt = (place: number): string => {
    if (place === -1) return '';
    const name = names[place];
    if (name === undefined) throw invalidInput(`A TensorFlow Lite file with ${tensors.length} values names value ${place}`);
    return name;
  };
  if (inputs.length !== 1)
    throw invalidInput(`A model with one input is required, this one has ${inputs.length}: ${inputs.map(valueAt).join(', ')}`);
  const read = operators.map(one => operatorOf(one, model, valueAt));
  const byName = new Map(names.map((name, i) => [name, tensors[i] ?? {}] as const));
  return {
    operators: read,
    constants: constantsOf(read, byName, { buffers: model.buffers ?? [], left: { values: 4 * bytes.length + 1024 } }),
    tensors: byName,
    input: valueAt(inputs[0] ?? -1),
    outputs: outputsOf(model, outputs, valueAt),
  };
}

/** As the file calls them, without what joins the names of operations that became one. */
function namesOf(tensors: readonly TensorTable[]): readonly string[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return tensors.map(({ name = '' }, i) => {
    const plain = name.split(';')[0]!.replace(/:\d+$/, '') || `value-${i}`;
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    const wish = count === 1 ? plain : `${plain}#${count}`;
    const free = taken.has(wish) ? `${wish}#${i}` : wish;
    taken.add(free);
    return `${free}:0`;
  });
}

function operatorOf(
  { opcode = 0, inputs = [], outputs = [], options = {} }: OperatorTable,
  { operatorCodes = [] }: ModelTable,
  valueAt: (place: number) => string,
): FileOperator {
  const code = operatorCodes[opcode];
  if (code === undefined) throw invalidInput(`A TensorFlow Lite file with ${operatorCodes.length} kinds of operators names kind ${opcode}`);
  const op = kindOf(code);
  const results = outputs.map(valueAt);
  return {
    name: (results[0] ?? op).replace(/:0$/, ''),
    op,
    inputs: inputs.map(valueAt),
    outputs: results,
    options,
  };
}

type OperatorCode = NonNullable<ModelTable['operatorCodes']>[number];

function kindOf({ deprecatedCode = 0, code = 0, customCode = '' }: OperatorCode): string {
  const number = Math.max(deprecatedCode, code);
  const known = OPERATOR_NAMES[number] ?? `operator ${number}`;
  return known === 'CUSTOM' ? `CUSTOM ${customCode}` : known;
}

/** Of values that an operator reads and none gives. */
function constantsOf(
  operators: readonly FileOperator[],
  tensors: ReadonlyMap<string, TensorTable>,
  reading: TensorReading,
): ReadonlyMap<string, ForeignTensor> {
  const given = new Set(operators.flatMap(({ outputs }) => outputs));
  const read = new Set(operators.flatMap(({ inputs }) => inputs));
  const constants = new Map<string, ForeignTensor>();
  for (const name of read) {
    const tensor = tensors.get(name);
    const found = given.has(name) || tensor === undefined ? null : tensorOf(tensor, name, reading);
    if (found !== null) constants.set(name, found);
  }
  return constants;
}

/** Named by the signature where there is one for the main graph. */
function outputsOf(
  { signatures = [] }: ModelTable,
  places: readonly number[],
  valueAt: (place: number) => string,
): ReadonlyMap<string, string> {
  const maps = signatures.find(({ subgraph = 0 }) => subgraph === 0)?.outputs ?? [];
  return new Map(
    places.map(place => {
      const value = valueAt(place);
      const name = maps.find(({ tensor = 0 }) => tensor === place)?.name ?? '';
      return [name === '' ? value.replace(/:0$/, '') : name, value] as const;
    }),
  );
}
