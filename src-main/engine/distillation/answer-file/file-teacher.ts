import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import { mapClasses, type ClassMap } from '../class-map.ts';
import type { FileTeacher } from '../teacher.ts';
import { answerColumns } from './answer-columns.ts';
import type { AnswerFileSettings, AnswerTable } from './answer-table.ts';

/** By how much probabilities may miss a sum of 1: numbers of 16 bits do. */
const SUM_TOLERANCE = 0.01;
/** Below it a probability has no logarithm worth having. */
const LEAST = 1e-12;

interface FiledAnswers {
  readonly data: LoadedDataset;
  /** Of the data's manifest. */
  readonly hash: string;
  readonly settings: AnswerFileSettings;
}

/**
 * A teacher whose answers a file holds. Throws `invalid-input` for a file made for other data, for rows that are no items of the data or
 * twice the same, for classes that don't fit (see `mapClasses`), and for numbers that are no probabilities, naming the row.
 */
export function fileTeacher(table: AnswerTable, { data, hash, settings }: FiledAnswers): FileTeacher {
  const { name } = table;
  requireSameData(table, settings.madeFor ?? table.madeFor, hash);
  const { task, classes, label } = data.manifest.target;
  const asked = { task, classes, outputs: data.outputs, label };
  const { places, answering } = answerColumns(table, asked, settings);
  const map = mapClasses({ ...answering, name, task }, asked);
  const rowOf = rowsByItem(table, data);
  return {
    ...{ kind: 'file', name, map, outputs: answering.outputs, rowOf },
    answers: logitsOf({ table, places, task, map, settings }),
    file: { name, sha256: table.sha256, rows: table.rows },
  };
}

function requireSameData({ name }: AnswerTable, madeFor: string | null, hash: string): void {
  if (madeFor === null || (madeFor.length >= 12 && hash.startsWith(madeFor))) return;
  throw invalidInput(`Soft labels of the data ${hash.slice(0, 12)} are required, '${name}' says it is of ${madeFor.slice(0, 12)}`, {
    path: name,
    hint: 'The data has changed since they were made: make them anew, or take the data they were made for.',
  });
}

/** The row of each item of the data; −1 where the file has none. */
function rowsByItem({ name, items, rows }: AnswerTable, data: LoadedDataset): Int32Array {
  const numbers = items ?? itemsInOrder({ name, rows }, data);
  const count = data.manifest.items;
  const rowOf = new Int32Array(count).fill(-1);
  if (numbers.length !== rows) throw invalidInput(`An item for each of ${rows} rows is required, got ${numbers.length}`, { path: name });
  for (let row = 0; row < rows; row++) {
    const item = numbers[row]!;
    if (!Number.isInteger(item) || item < 0 || item >= count)
      throw invalidInput(`Numbers of items from 0 to ${count - 1} are required, but row ${row + 1} has ${item}`, { path: name });
    if (rowOf[item] !== -1)
      throw invalidInput(`One row for an item is required, but rows ${rowOf[item]! + 1} and ${row + 1} are both of item ${item}`, {
        path: name,
      });
    rowOf[item] = row;
  }
  return rowOf;
}

/** All items, those outside the test part, or those of the training part: whichever there are as many of. */
function itemsInOrder({ name, rows }: Pick<AnswerTable, 'name' | 'rows'>, data: LoadedDataset): Uint32Array {
  const train = data.itemsOf('train');
  const seen = Uint32Array.from([...train, ...data.itemsOf('validation')]).sort();
  const all = Uint32Array.from({ length: data.manifest.items }, (_, item) => item);
  const found = [all, seen, train].find(({ length }) => length === rows);
  if (found !== undefined) return found;
  throw invalidInput(
    `A row for each of all ${all.length} items is required, of the ${seen.length} outside the test part, or of the ${train.length} of the training part; got ${rows}`,
    { path: name, hint: 'For rows in another order, add a column with the number of the item in the data set.' },
  );
}

interface Wanted {
  readonly table: AnswerTable;
  readonly places: readonly number[];
  readonly task: Task;
  readonly map: ClassMap;
  readonly settings: AnswerFileSettings;
}

/** As a network would answer for the classes known to both: logits, or values. `[rows, known]`. */
function logitsOf(wanted: Wanted): Float32Array {
  const { table, places, task, map, settings } = wanted;
  const width = map.known.length;
  const logits = new Float32Array(table.rows * width);
  const scale = task === 'values' ? 1 : settings.temperature;
  for (let row = 0; row < table.rows; row++) {
    const given = places.map(place => table.values[row * table.width + place]!);
    checkRow(wanted, given, row);
    const own = rowLogits(wanted, given);
    for (let k = 0; k < width; k++) logits[row * width + k] = scale * own[k]!;
  }
  return logits;
}

function rowLogits({ task, map, settings }: Wanted, given: readonly number[]): readonly number[] {
  if (task === 'values') return given;
  const isShares = settings.holds === 'probabilities';
  const log = (share: number): number => Math.log(Math.max(share, LEAST));
  if (task === 'binary') {
    const [first = 0, second] = given;
    if (second === undefined) return [map.sign * (isShares ? log(first) - log(1 - first) : first)];
    return [map.sign * (isShares ? log(second) - log(first) : second - first)];
  }
  const of = map.outputs.map(output => given[output]!);
  if (!isShares) return of;
  return of.map(share => (task === 'labels' ? log(share) - log(1 - share) : log(share)));
}

function checkRow({ table, task, settings }: Wanted, given: readonly number[], row: number): void {
  const place = { path: `${table.name}:${row + 1}` };
  const bad = given.find(value => !Number.isFinite(value));
  if (bad !== undefined) throw invalidInput(`A number for every class is required, but row ${row + 1} has ${bad}`, place);
  if (task === 'values' || settings.holds === 'logits') return;
  const hint = 'If the file holds logits, say so: holds: logits.';
  const outside = given.find(value => value < 0 || value > 1);
  if (outside !== undefined)
    throw invalidInput(`Probabilities from 0 to 1 are required, but row ${row + 1} has ${outside}`, { ...place, hint });
  const sum = given.reduce((total, value) => total + value, 0);
  if (task === 'labels' || given.length === 1 || Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw invalidInput(`Probabilities that sum to 1 are required, but those of row ${row + 1} sum to ${Number(sum.toPrecision(4))}`, {
    ...place,
    hint,
  });
}
