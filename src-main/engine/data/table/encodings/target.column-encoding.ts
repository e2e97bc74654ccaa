import type { TargetEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import type { ImportedTarget } from '../../reader.ts';
import { categoryValues, placesOfCodes } from '../category-values.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { isNumberList, isTextList } from '../stored-checks.ts';

const MAX_CLASSES = 50;

/**
 * What answers a category has had: shares of the classes but the first, or the mean quantity, drawn towards the mean over all
 * rows where a category is rare. Training rows get it from the other folds, so that none is told its own answer.
 */
export const target = defineColumnEncoding({
  id: 'target',
  title: 'Mean answers',
  help: 'What answers the rows of the category had on average; training rows get it from other rows than themselves, fold by fold.',
  source: 'Micci-Barreca 2001, doi:10.1145/507533.507538; folds as in Pargent et al. 2022, arXiv:2104.00629',
  params: {
    smoothing: {
      kind: 'number',
      label: 'Smoothing',
      help: 'Rows that the mean over everything counts for in each category.',
      unit: 'rows',
      default: 10,
      min: 0,
      max: 1e6,
    },
    folds: { kind: 'number', label: 'Folds', default: 5, min: 2, max: 100, integer: true },
  },
  revision: 1,
  takes: 'category',
  storedAs: 'target',
  fit(call): TargetEncoding | null {
    const { column, train } = call;
    const values = categoryValues(column, train);
    if (values.length < 2) return null;
    const answers = answersOf(call.target, column.name);
    const { prior, scale } = overall(answers, train);
    if (scale.some(value => value === 0)) return null;
    const places = placesOfCodes(column, values);
    const sums = createSums(values.length, answers.width);
    for (const row of train) sums.add(places[column.codes[row]!]!, answers, row);
    const means = values.map((_, place) => sums.means(place, prior, call.config.smoothing));
    return { column: column.name, kind: 'target', values, means, prior, scale };
  },
  width: ({ prior }) => prior.length,
  writer(stored, column) {
    const places = placesOfCodes(column, stored.values);
    const { codes } = column;
    return (inputs, row, offset) => writeMeans(stored, stored.means[places[codes[row]!]!] ?? stored.prior, inputs, offset);
  },
  trainWriter({ column, train, target: answered, config }, stored) {
    const answers = answersOf(answered, column.name);
    const places = placesOfCodes(column, stored.values);
    const { folds, smoothing } = config;
    const all = createSums(stored.values.length, answers.width);
    const ofFold = Array.from({ length: folds }, () => createSums(stored.values.length, answers.width));
    for (const row of train) {
      all.add(places[column.codes[row]!]!, answers, row);
      ofFold[foldOf(row, folds)]!.add(places[column.codes[row]!]!, answers, row);
    }
    const means = ofFold.map(own => stored.values.map((_, place) => all.means(place, stored.prior, smoothing, own)));
    return (inputs, row, offset) => writeMeans(stored, means[foldOf(row, folds)]![places[column.codes[row]!]!]!, inputs, offset);
  },
  decode({ values, means, prior, scale }, inputs) {
    const distances = means.map(mean => mean.reduce((sum, value, i) => sum + Math.abs((value - prior[i]!) / scale[i]! - inputs[i]!), 0));
    return `≈ ${values[distances.indexOf(Math.min(...distances))] ?? ''}`;
  },
  isStored({ values, means, prior, scale }) {
    if (!isTextList(values) || !isNumberList(prior) || !isNumberList(scale) || !Array.isArray(means)) return false;
    const fits = (list: unknown): boolean => isNumberList(list) && list.length === prior.length;
    return prior.length > 0 && fits(scale) && !scale.includes(0) && means.length === values.length && means.every(fits);
  },
});

/** What each row counts as: `width` numbers. */
interface Answers {
  readonly width: number;
  at(row: number, place: number): number;
}

function answersOf(answered: ImportedTarget, column: string): Answers {
  const { values } = answered;
  if (answered.task === 'values') return { width: 1, at: row => values[row]! };
  const isLabels = answered.task === 'labels';
  const width = answered.classes.length - (isLabels ? 0 : 1);
  if (width < MAX_CLASSES)
    return { width, at: (row, place) => (isLabels ? values[row * width + place]! : values[row] === place + 1 ? 1 : 0) };
  throw invalidInput(`Mean answers take at most ${MAX_CLASSES} classes, but '${column}' would need those of ${width + 1}`, {
    path: `columns.${column}`,
    hint: 'Take hashing.',
  });
}

function overall({ width, at }: Answers, train: Uint32Array): Pick<TargetEncoding, 'prior' | 'scale'> {
  const prior: number[] = [];
  const scale: number[] = [];
  for (let place = 0; place < width; place++) {
    let [sum, squares] = [0, 0];
    for (const row of train) sum += at(row, place);
    const mean = sum / train.length;
    for (const row of train) squares += (at(row, place) - mean) ** 2;
    prior.push(mean);
    // A class that training lacks says nothing, and must not divide by zero.
    scale.push(Math.sqrt(squares / train.length) || (width > 1 ? 1 : 0));
  }
  return { prior, scale };
}

interface Sums {
  readonly counts: Float64Array;
  readonly totals: Float64Array;
  add(category: number, answers: Answers, row: number): void;
  /** Of a category, without what `own` has of it. */
  means(category: number, prior: readonly number[], smoothing: number, own?: Sums): number[];
}

function createSums(categories: number, width: number): Sums {
  const counts = new Float64Array(categories);
  const totals = new Float64Array(categories * width);
  return {
    counts,
    totals,
    add(category, answers, row) {
      counts[category]!++;
      for (let i = 0; i < width; i++) totals[category * width + i]! += answers.at(row, i);
    },
    means(category, prior, smoothing, own) {
      const count = counts[category]! - (own?.counts[category] ?? 0);
      return prior.map((mean, i) => {
        const total = totals[category * width + i]! - (own?.totals[category * width + i] ?? 0);
        return count + smoothing === 0 ? mean : (total + smoothing * mean) / (count + smoothing);
      });
    },
  };
}

function writeMeans({ prior, scale }: TargetEncoding, means: readonly number[], inputs: Float32Array, offset: number): void {
  for (let i = 0; i < prior.length; i++) inputs[offset + i] = (means[i]! - prior[i]!) / scale[i]!;
}

/** By the row's number alone, well mixed (Knuth's multiplicative hash): rows in order of their answers still spread. */
function foldOf(row: number, folds: number): number {
  return (Math.imul(row + 1, 0x9e3779b1) >>> 8) % folds;
}
