import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import type { DataRow } from '../../src-shared/contracts/views.ts';
import type { Balance, DuplicateReport, LabelReport } from '../../src-shared/domain/data-report.ts';
import type { ColumnInfo, DatasetManifest, InputKind, Split } from '../../src-shared/domain/dataset.ts';
import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import type { SourceGlimpse } from '../../src-shared/domain/source-glimpse.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { balanceOf } from '../engine/data/balance.ts';
import { findDuplicates } from '../engine/data/guards/find-duplicates.ts';
import { modelsOnData, type StoredDataset } from '../stores/dataset-store.ts';
import { getJob } from '../stores/job-store.ts';
import type { ServiceContext } from './context.ts';
import { hasLabel, labelName, readFacts, readManifest, type DataFacts } from '../engine/data/dataset-facts.ts';
import { deleteData, dependentsOfData, requireStoredData, restoreData } from './data-removal.ts';
import { findLabelSuspects } from './data-guards.ts';
import { checkSourceOf, glimpseOf, type RawImport } from './source-glimpses.ts';
import { seenItems, type SeenPage, type SeenWanted } from './seen-items.ts';
import { cellColumns, pictureShape, readHeard, readItem, type HeardItem, type ItemInput } from './item-view.ts';

export interface ItemsWanted {
  readonly split: Split;
  /** Only of this class; null for all. */
  readonly label: number | null;
  readonly offset: number;
  readonly limit: number;
}

export interface ItemPage {
  readonly total: number;
  readonly shape: number[] | null;
  readonly columns: string[];
  readonly items: ({ item: number; label: string } & ItemInput)[];
}

export interface DataDetail {
  readonly data: DataRow;
  readonly deleted: boolean;
  readonly runId: string;
  readonly reader: string;
  readonly kind: InputKind;
  readonly columns: ColumnInfo[];
  readonly sources: DatasetManifest['sources'];
  readonly models: { id: string; name: string; replicate: number | null }[];
}

/** Looking into data sets, deleting them and bringing them back. Everything throws `not-found` for an unknown id. */
export interface DataService {
  /** Before the import: as `glimpseOf`. */
  glimpse(raw: RawImport): Promise<SourceGlimpse | null>;
  /** Before the import: as `checkSourceOf`. */
  check(raw: RawImport): Promise<SourceCheck>;
  get(id: string): Promise<DataDetail>;
  balance(id: string): Promise<Balance>;
  items(id: string, wanted: ItemsWanted): Promise<ItemPage>;
  /** These items, in this order, whatever split they are in. Throws `invalid-input` for a number there is none of. */
  itemsAt(id: string, numbers: readonly number[]): Promise<ItemPage>;
  /** As they enter the network. Throws `invalid-input` for a change that these items can't take. */
  seen(id: string, wanted: SeenWanted): Promise<SeenPage>;
  /** Null where recordings were not kept, or the data are none. */
  listen(id: string, item: number): Promise<HeardItem | null>;
  /** Reads all of it, piece by piece: nothing else waits for that. Remembered until the program ends. */
  duplicates(id: string): Promise<DuplicateReport>;
  /** Items whose label the newest cross-validation contradicts. */
  labelSuspects(id: string): Promise<LabelReport>;
  dependents(id: string): Dependents;
  /** False when it was deleted already. Models trained on it stay, but need its files to be evaluated again. */
  remove(id: string): boolean;
  /** Throws `store-damaged` when a clean-up has taken its files. */
  restore(id: string): Promise<boolean>;
}

export function createDataService(context: ServiceContext): DataService {
  const { db } = context;
  const known = new Map<string, Promise<DuplicateReport>>();
  // One: the pages of a data set are turned one after the other.
  const recent = new Map<string, Promise<DataFacts>>();
  const factsOf = (id: string): Promise<DataFacts> => {
    const { hash } = requireStoredData(db, id).output.manifest;
    const facts = recent.get(hash) ?? readFacts(context, hash);
    recent.clear();
    recent.set(hash, facts);
    facts.catch(() => recent.delete(hash));
    return facts;
  };
  return {
    glimpse: raw => glimpseOf(context, raw),
    check: raw => checkSourceOf(context, raw),
    get: async id => detailOf(context, requireStoredData(db, id)),
    async balance(id) {
      const { manifest, targets, itemsOf } = await factsOf(id);
      return balanceOf(manifest.target, targets, itemsOf);
    },
    async items(id, wanted) {
      return pageOf(context, await factsOf(id), wanted);
    },
    itemsAt: async (id, numbers) => itemsAt(context, await factsOf(id), numbers),
    seen: async (id, wanted) => seenItems(context, await factsOf(id), wanted),
    async labelSuspects(id) {
      return findLabelSuspects(context, requireStoredData(db, id).output.manifest.hash, await factsOf(id));
    },
    async listen(id, item) {
      return readHeard(context, (await factsOf(id)).manifest, item);
    },
    async duplicates(id) {
      const { hash } = requireStoredData(db, id).output.manifest;
      const found = known.get(hash) ?? factsOf(id).then(facts => findDuplicates({ ...context, turn: othersTurn }, facts));
      known.set(hash, found);
      found.catch(() => known.delete(hash));
      return found;
    },
    dependents: id => dependentsOfData(db, id),
    remove: id => deleteData(context, id),
    restore: id => restoreData(context, id),
  };
}

/** Between two pieces of work everything else gets its turn. */
async function othersTurn(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}

async function detailOf(context: ServiceContext, record: StoredDataset): Promise<DataDetail> {
  const { manifest } = record.output;
  const { reader, input, columns = [], sources } = await readManifest(context, manifest.hash);
  const { id, name, jobId, createdMs, output, deletedMs } = record;
  return {
    data: { id, name, jobId, createdMs, output },
    deleted: deletedMs !== null,
    runId: getJob(context.db, jobId)?.runId ?? jobId,
    reader,
    kind: input.kind,
    columns: [...columns],
    sources,
    models: [...modelsOnData(context.db, manifest.hash)],
  };
}

async function pageOf(context: ServiceContext, facts: DataFacts, { split, label, offset, limit }: ItemsWanted): Promise<ItemPage> {
  const all = facts.itemsOf.get(split) ?? new Uint32Array(0);
  const fitting = label === null ? all : all.filter(item => hasLabel(facts, item, label));
  return itemsOf(context, facts, { page: [...fitting.subarray(offset, offset + limit)], total: fitting.length });
}

async function itemsOf(
  context: ServiceContext,
  facts: DataFacts,
  { page, total }: { readonly page: readonly number[]; readonly total: number },
): Promise<ItemPage> {
  const { manifest } = facts;
  const items = await Promise.all(
    page.map(async item => ({ item, label: labelName(facts, item), ...(await readItem(context, manifest, item)) })),
  );
  return { total, shape: pictureShape(manifest), columns: cellColumns(manifest), items };
}

async function itemsAt(context: ServiceContext, facts: DataFacts, numbers: readonly number[]): Promise<ItemPage> {
  const { items } = facts.manifest;
  const wrong = numbers.find(number => number >= items);
  if (wrong !== undefined) throw invalidInput(`An item below ${items} is required, got ${wrong}`, { path: 'item' });
  return itemsOf(context, facts, { page: numbers, total: numbers.length });
}
