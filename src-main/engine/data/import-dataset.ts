import {
  SPLITS,
  type ArrayRef,
  type ArtifactRef,
  type DatasetManifest,
  type DataSummary,
  type Split,
} from '../../../src-shared/domain/dataset.ts';
import type { ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { importData } from '../../../src-shared/domain/recipe/steps/import-data.step.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { tensorFileParts } from '../../../src-shared/lib/tensor-file.ts';
import { labelRows } from './label-rows.ts';
import type { ArtifactFiles, CreateSha256, LocalFiles, SourceFiles } from './ports.ts';
import { areMade } from './made-inputs.ts';
import type { EncodedInput, ImportedData, ImportedTarget, InputValues, MadeInputs, ReadingJournal } from './reader.ts';
import { readers } from './readers/index.ts';
import { selectClasses } from './select-classes.ts';
import { makeSplits, type SplitRequest, type Splits } from './splits.ts';

export interface ImportRequest {
  readonly name: string;
  readonly source: string;
  /** Reader and its parsed parameters. */
  readonly reader: { readonly id: string; readonly params: Readonly<Record<string, unknown>> };
  readonly splits: SplitRequest;
  /** Names of the classes to take; all when left out. */
  readonly onlyClasses?: readonly string[] | undefined;
}

/** What the fields of an `import-data` step ask for. */
export function importRequestOf(name: string, values: ParamValues<typeof importData.fields>): ImportRequest {
  const { source, splits, kind, onlyClasses, ...params } = values as typeof values & { readonly kind: string };
  return { name, source, reader: { id: kind, params }, splits, onlyClasses };
}

export interface ImportPorts {
  readonly sources: SourceFiles;
  readonly artifacts: ArtifactFiles;
  readonly createSha256: CreateSha256;
  readonly local?: LocalFiles;
  readonly journal?: ReadingJournal;
  /** How much of the source is read, from 0 to 1. */
  progress?(fraction: number): void;
  turn(): Promise<void>;
}

export interface ImportedDataset {
  readonly manifest: DatasetManifest;
  readonly manifestRef: ArtifactRef;
  readonly summary: DataSummary;
}

/**
 * Reads a source, draws the splits, fits the preprocessing on the training items, and stores arrays and manifest. The
 * same source and request give the same manifest hash. Nothing is stored unless everything was read and checked.
 */
export async function importDataset(request: ImportRequest, ports: ImportPorts): Promise<ImportedDataset> {
  const reader = readers.require(request.reader.id);
  const { artifacts } = ports;
  const whole = await readWhole(request, ports);
  const data = request.onlyClasses === undefined ? whole : selectClasses(whole, request.onlyClasses);
  await ports.turn();
  const { target } = data;
  const splits = splitsOf(data, request.splits);
  await ports.turn();
  const input = data.encode(splits.train);
  const warnings = [...data.warnings, ...input.warnings, ...classWarnings(target, splits)];
  const manifest: DatasetManifest = {
    version: 1,
    name: request.name,
    reader: reader.id,
    items: data.items,
    ...(await storeArrays(data, input, splits, ports)),
    preprocessing: input.preprocessing,
    ...(await storeOriginals(data, ports)),
    ...(input.columns === undefined ? {} : { columns: input.columns }),
    sources: data.sources,
    warnings,
  };
  const manifestRef = await artifacts.write(new TextEncoder().encode(canonicalJson(manifest)));
  return { manifest, manifestRef, summary: summarise(manifest) };
}

/** All of the source, with what its items are to be kept together or put in order by. */
async function readWhole({ source, reader: { id, params }, splits }: ImportRequest, ports: ImportPorts): Promise<ImportedData> {
  const { sources, createSha256, local, journal } = ports;
  const { groupBy = null, orderBy = null } = splits;
  if (groupBy !== null && orderBy !== null) throw bothNamed();
  if (orderBy !== null && splits.by === 'hash') throw noHashInOrder();
  const reader = readers.require(id);
  const whole = await reader.read({
    ...{ source, config: params, sources, createSha256, local, groupBy, orderBy, journal },
    progress: fraction => ports.progress?.(fraction),
    turn: () => ports.turn(),
  });
  if (groupBy !== null && whole.groups === undefined) throw noGroups(groupBy, reader.title);
  if (orderBy !== null && whole.order === undefined) throw noOrder(orderBy, reader.title);
  return whole;
}

function splitsOf(data: ImportedData, request: SplitRequest): Splits {
  const { items, target, ownTest, ownValidation = null, groups, order } = data;
  return makeSplits({
    items,
    identityOf: item => (groups === undefined ? data.identityOf(item) : (groups.names[groups.values[item]!] ?? '')),
    classOf: target.task === 'classes' ? target.values : null,
    labels: target.task === 'labels' ? labelRows(target.values, target.classes.length) : null,
    ...{ ownTest, ownValidation, request },
    groupOf: groups?.values ?? null,
    orderOf: order ?? null,
  });
}

function noGroups(groupBy: string, reader: string): Error {
  return invalidInput(`Items can be grouped by a column of a table, but '${reader}' has none called '${groupBy}'`, {
    path: 'splits.groupBy',
    hint: 'Leave groupBy out.',
  });
}

function noOrder(orderBy: string, reader: string): Error {
  return invalidInput(`Items can be put in the order of a column of a table, but '${reader}' has none called '${orderBy}'`, {
    path: 'splits.orderBy',
    hint: 'Leave orderBy out.',
  });
}

function noHashInOrder(): Error {
  return invalidInput('Items are split in an order or by a hash, but both are asked for', {
    path: 'splits.by',
    hint: 'Leave by or orderBy out.',
  });
}

function bothNamed(): Error {
  return invalidInput('Items are kept together by a column or split in the order of one, but both are asked for', {
    path: 'splits.orderBy',
    hint: 'Leave groupBy or orderBy out.',
  });
}

/** The figures lists show of a manifest. */
export function summarise({ name, items, input, target, splits, warnings }: DatasetManifest): DataSummary {
  const counts = Object.fromEntries(SPLITS.flatMap(split => (splits[split] === undefined ? [] : [[split, splits[split].shape[0] ?? 0]])));
  return { name, items, inputShape: input.shape.slice(1), task: target.task, classes: target.classes, splits: counts, warnings };
}

async function storeArrays(
  data: ImportedData,
  input: EncodedInput<InputValues | MadeInputs>,
  splits: Splits,
  ports: ImportPorts,
): Promise<Pick<DatasetManifest, 'input' | 'target' | 'splits' | 'groups' | 'listen'>> {
  const write = async ({ buffer, byteOffset, byteLength }: StoredArray | Int16Array): Promise<ArtifactRef> => {
    await ports.turn();
    return ports.artifacts.write(new Uint8Array(buffer, byteOffset, byteLength));
  };
  const store = async (values: StoredArray, shape: readonly number[]): Promise<ArrayRef> => ({
    file: await write(values),
    dtype: dtypeOf(values),
    shape,
  });
  const shape = [data.items, ...input.shape];
  const inputRef = areMade(input.values) ? await storeMade(input.values, shape, ports) : await store(input.values, shape);
  const { values, task, classes, label } = data.target;
  const targetRef = await store(values, task === 'classes' ? [data.items] : [data.items, values.length / data.items]);
  const splitRefs: Partial<Record<Split, ArrayRef>> = {};
  for (const split of SPLITS) {
    if (splits[split].length > 0) splitRefs[split] = await store(splits[split], [splits[split].length]);
  }
  const arrays = {
    input: { ...inputRef, kind: input.kind },
    target: { ...targetRef, task, classes, label },
    splits: splitRefs,
    ...(await storeListen(input, data.items, write)),
  };
  if (data.groups === undefined) return arrays;
  const { values: groupOf, ...named } = data.groups;
  return { ...arrays, groups: { ...named, ...(await store(groupOf, [data.items])) } };
}

async function storeMade(made: MadeInputs, shape: readonly number[], ports: ImportPorts): Promise<ArrayRef> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const { buffer, byteOffset, byteLength } of made.pieces()) {
      await ports.turn();
      yield new Uint8Array(buffer, byteOffset, byteLength);
    }
  }
  return { file: await ports.artifacts.write(bytes()), dtype: 'float32', shape };
}

/** Beside the inputs; large data has items enough that folds may share what was fitted. */
const MOST_ORIGINAL_BYTES = 512 * 2 ** 20;

async function storeOriginals({ originals }: ImportedData, ports: ImportPorts): Promise<Pick<DatasetManifest, 'originals'>> {
  if (originals === undefined || originals.bytes > MOST_ORIGINAL_BYTES) return {};
  await ports.turn();
  const file = originals.toFile();
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const part of tensorFileParts(file)) {
      yield part;
      await ports.turn();
    }
  }
  return { originals: await ports.artifacts.write(parts()) };
}

async function storeListen(
  { listen }: Pick<EncodedInput, 'listen'>,
  items: number,
  write: (samples: Int16Array) => Promise<ArtifactRef>,
): Promise<Pick<DatasetManifest, 'listen'>> {
  if (listen === undefined) return {};
  const { samples, sampleRate } = listen;
  return { listen: { file: await write(samples), shape: [items, samples.length / items], sampleRate } };
}

type StoredArray = Uint8Array | Uint32Array | Int32Array | Float32Array;

function dtypeOf(values: StoredArray): ArrayRef['dtype'] {
  if (values instanceof Uint8Array) return 'uint8';
  if (values instanceof Uint32Array) return 'uint32';
  return values instanceof Int32Array ? 'int32' : 'float32';
}

/** Classes that a split never shows, and so can't teach or judge. */
function classWarnings(target: ImportedTarget, splits: Splits): string[] {
  if (target.task === 'values') return [];
  if (target.task === 'labels') return labelWarnings(target, splits);
  return SPLITS.filter(split => splits[split].length > 0).flatMap(split => {
    const present = new Set<number>();
    for (const item of splits[split]) present.add(target.values[item]!);
    const absent = target.classes.filter((_, i) => !present.has(i));
    return absent.length === 0 ? [] : [`The ${split} split has no item of ${absent.length === 1 ? 'class' : 'classes'} ${listed(absent)}.`];
  });
}

function labelWarnings({ values, classes }: Extract<ImportedTarget, { readonly task: 'labels' }>, splits: Splits): string[] {
  const rows = labelRows(values, classes.length);
  return SPLITS.filter(split => splits[split].length > 0).flatMap(split => {
    const items = [...splits[split]];
    const absent = classes.filter((_, label) => !items.some(item => rows.has(item, label)));
    return absent.length === 0
      ? []
      : [`The ${split} split has no item with ${absent.length === 1 ? 'label' : 'labels'} ${listed(absent)}.`];
  });
}

function listed(names: readonly string[]): string {
  return (
    names
      .slice(0, 10)
      .map(name => `'${name}'`)
      .join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '')
  );
}
