import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { labelsOfFlags } from '../label-cells.ts';
import { imageData, type ImagePart } from '../image-data.ts';
import { numpyMembers } from '../numpy/members.ts';
import { parseNpy, type NpyArray } from '../numpy/npy.ts';
import { defineReader, type ImportedData, type ReaderCall } from '../reader.ts';
import { createSourceTally } from '../source-tally.ts';
import { createColumn } from '../table/column-store.ts';
import { tableData } from './table.reader.ts';

const MAX_CELLS = 50_000_000;
const MAX_COLUMNS = 10_000;
const MAX_KEPT_CHARACTERS = 64_000_000;
const INPUT_NAMES = ['x', 'images', 'inputs', 'data', 'features'];
const LABEL_NAMES = ['y', 'labels', 'targets', 'target', 'label'];

const params = {
  inputs: { kind: 'text', label: 'Inputs', help: 'Name of the array; left out: x, images, inputs, data or features.', optional: true },
  labels: { kind: 'text', label: 'Labels', help: 'Name of the array; left out: y, labels, targets, target or label.', optional: true },
  task: {
    kind: 'choice',
    label: 'Task',
    help: 'auto: values when the label is a number with more than 20 distinct values, else classes.',
    default: 'auto',
    options: ['auto', 'classes', 'values'],
  },
} as const;

type Config = ParamValues<typeof params>;

export const numpy = defineReader({
  id: 'numpy',
  title: 'NumPy arrays (.npz, .npy)',
  help: 'An array of items and one of labels, each perhaps with _train and _test: images of bytes [N, H, W] or [N, H, W, C], or rows of numbers [N, D]. Labels [N, L] of 0 and 1: several an item, or one where each row has one 1.',
  source: 'NumPy enhancement proposal 1 (Kern 2007): the .npy and .npz formats; no pickles',
  params,
  revision: 1,
  matches: ['.npz', '.npy'],
  together: true,
  async read(call) {
    const tally = createSourceTally(call.createSha256);
    const arrays = await readArrays(call, (name, bytes) => tally.add(name, bytes));
    const parts = partsOf(arrays, call.config);
    const isImages = parts.every(({ inputs }) => inputs.shape.length > 2);
    return isImages ? images(parts, tally.sources()) : rows(parts, call, tally.sources());
  },
});

/** By name, without the ending. */
type Arrays = ReadonlyMap<string, NpyArray>;

async function readArrays(call: ReaderCall<unknown>, tell: (name: string, bytes: Uint8Array) => void): Promise<Arrays> {
  const arrays = new Map<string, NpyArray>();
  for (const [member, content] of await numpyMembers(call, tell)) {
    await call.turn();
    arrays.set(member, parseNpy(content, member));
  }
  return arrays;
}

interface Part {
  readonly inputs: NpyArray;
  readonly labels: NpyArray;
  readonly inputsName: string;
  readonly labelsName: string;
  readonly test: boolean;
}

/** Training items first. Throws `invalid-input` with what there is. */
function partsOf(arrays: Arrays, { inputs, labels }: Config): readonly Part[] {
  const names = [...arrays.keys()];
  const find = (wanted: readonly string[], end: string): string | undefined =>
    names.find(name => wanted.some(each => name.toLowerCase() === `${each.toLowerCase()}${end}`));
  const parts = ['', '_train', '_test'].flatMap(end => {
    const [x, y] = [find(inputs === undefined ? INPUT_NAMES : [inputs], end), find(labels === undefined ? LABEL_NAMES : [labels], end)];
    const [first, second] = [arrays.get(x ?? ''), arrays.get(y ?? '')];
    if (x === undefined || y === undefined || first === undefined || second === undefined) return [];
    return [{ inputs: first, labels: second, inputsName: x, labelsName: y, test: end === '_test' }];
  });
  if (parts.length === 0)
    throw invalidInput(`An array of inputs and one of labels are required; there are: ${names.slice(0, 20).join(', ')}`, {
      path: 'inputs',
      hint: 'Say which they are: inputs and labels.',
    });
  const [width] = parts.map(labelsOf);
  for (const part of parts) checkPart(part, width ?? 1);
  return parts.every(isOneHot) ? parts.map(asClasses) : parts;
}

/** Labels an item has a place for: the width of a matrix, else 1. */
function labelsOf({ inputs, labels }: Part): number {
  return labels.shape.length === 2 && labels.shape[0] === inputs.shape[0] ? Math.max(1, labels.shape[1] ?? 1) : 1;
}

/** Whether every row of a matrix has one 1 and else 0: classes, as `to_categorical` writes them. */
function isOneHot(part: Part): boolean {
  const width = labelsOf(part);
  const { values } = part.labels;
  if (width === 1) return false;
  const ones = new Uint32Array(values.length / width);
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 1) ones[Math.floor(i / width)]!++;
    else if (values[i] !== 0) return false;
  }
  return ones.every(count => count === 1);
}

function asClasses(part: Part): Part {
  const width = labelsOf(part);
  const { values } = part.labels;
  const classes = Float64Array.from({ length: values.length / width }, (_, item) => values.indexOf(1, item * width) - item * width);
  return { ...part, labels: { shape: [classes.length], values: classes } };
}

function checkPart({ inputs, labels, inputsName, labelsName }: Part, width: number): void {
  const [count = 0] = inputs.shape;
  const size = labels.shape.reduce((product, n) => product * n, 1);
  if (size !== count * width)
    throw invalidInput(
      `One label an item is required: ${inputsName} has ${count} items, ${labelsName} has ${labels.shape.join(' × ')} labels`,
      {
        path: labelsName,
      },
    );
}

function images(parts: readonly Part[], sources: ImportedData['sources']): ImportedData {
  const width = labelsOf(parts[0]!);
  if (width === 1) return imageData(parts.map(imagePart), { classes: null, sources });
  const bare = parts.map(part => ({
    ...part,
    labels: { shape: [part.inputs.shape[0] ?? 0], values: new Uint8Array(part.inputs.shape[0] ?? 0) },
  }));
  const columns = Array.from({ length: width }, (_, place) => ({ name: `label${place}`, cells: cellsOf(parts, place) }));
  const target = labelsOfFlags(columns, { label: 'label0', path: parts[0]!.labelsName });
  return { ...imageData(bare.map(imagePart), { classes: null, sources }), target };
}

/** Of one place of the labels, over all parts. */
function cellsOf(parts: readonly Part[], place: number): string[] {
  return parts.flatMap(part => {
    const width = labelsOf(part);
    return Array.from({ length: part.labels.values.length / width }, (_, item) => String(part.labels.values[item * width + place]));
  });
}

function imagePart({ inputs, labels, inputsName, labelsName, test }: Part): ImagePart {
  const { shape, values } = inputs;
  if (shape.length > 4 || !(values instanceof Uint8Array))
    throw invalidInput(`Images must be bytes (uint8) of shape [N, H, W] or [N, H, W, C], but ${inputsName} is ${shape.join(' × ')}`, {
      path: inputsName,
      hint: 'Save them as (255 * images).astype("uint8").',
    });
  const numbers = Uint8Array.from(labels.values);
  const wrong = labels.values.findIndex((label, i) => label !== numbers[i]);
  if (wrong >= 0)
    throw invalidInput(`Labels from 0 to 255 are required, but item ${wrong} is labelled ${labels.values[wrong]}`, { path: labelsName });
  const labelArray = { shape: [numbers.length], values: numbers };
  return { images: { shape, values }, labels: labelArray, imagesFile: inputsName, labelsFile: labelsName, test };
}

/** As a table whose columns go by their number. */
function rows(parts: readonly Part[], call: ReaderCall<Config>, sources: ImportedData['sources']): ImportedData {
  const [first] = parts;
  const width = first?.inputs.shape[1] ?? 1;
  const items = parts.reduce((sum, { inputs }) => sum + (inputs.shape[0] ?? 0), 0);
  const odd = parts.find(({ inputs }) => inputs.shape.length > 2 || (inputs.shape[1] ?? 1) !== width);
  if (odd !== undefined)
    throw invalidInput(`All parts must have rows of ${width} numbers, but ${odd.inputsName} is ${odd.inputs.shape.join(' × ')}`, {
      path: odd.inputsName,
    });
  if (width > MAX_COLUMNS || items * width > MAX_CELLS)
    throw invalidInput(`At most ${MAX_COLUMNS} columns and ${MAX_CELLS} values are read as rows, but there are ${items} × ${width}`, {
      path: call.source,
    });
  const budget = { left: MAX_KEPT_CHARACTERS };
  const labels = Array.from({ length: labelsOf(parts[0]!) }, (_, place, all = labelsOf(parts[0]!)) =>
    createColumn(all === 1 ? 'label' : `label${place}`, budget),
  );
  const columns = Array.from({ length: width }, (_, i) => createColumn(`x${i}`, budget));
  labels.forEach((label, place) => cellsOf(parts, place).forEach(cell => label.push(cell)));
  for (const { inputs } of parts) {
    columns.forEach((column, c) => {
      for (let row = 0; row < (inputs.shape[0] ?? 0); row++) column.push(String(inputs.values[row * width + c]));
    });
  }
  const stores = [...columns, ...labels].map(column => column.finish());
  const [names, places] = [stores.slice(width).map(({ name }) => name), labels.map((_, place) => width + place)];
  const several = names.length > 1 ? { task: 'labels' as const, labelColumns: names } : { task: call.config.task };
  const config = { ...PLAIN, label: names[0]!, ...several, groupBy: call.groupBy ?? null, orderBy: call.orderBy ?? null };
  const data = tableData(
    { stores, labels: places, dropped: 0, warnings: [] },
    config,
    sources[0] ?? { name: call.source, bytes: 0, sha256: '' },
  );
  return { ...data, ownTest: ownTest(parts), sources };
}

const PLAIN = {
  delimiter: 'comma',
  separator: undefined,
  labelColumns: [],
  ignore: [],
  categories: [],
  numbers: { kind: 'standardise' },
  texts: { kind: 'one-hot' },
  columns: {},
} as const;

function ownTest(parts: readonly Part[]): Uint32Array | null {
  const isTest = parts.flatMap(({ inputs, test }) => Array.from({ length: inputs.shape[0] ?? 0 }, () => test));
  const numbers = Uint32Array.from(isTest.keys()).filter(item => isTest[item]);
  return numbers.length === 0 || numbers.length === isTest.length ? null : numbers;
}
