import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { GroupInComparison, ModelInComparison, PairInComparison } from '../../../src-shared/domain/report.ts';

export interface SentenceInput {
  readonly models: readonly ModelInComparison[];
  readonly groups: readonly GroupInComparison[];
  readonly pairs: readonly PairInComparison[];
  readonly items: number;
  readonly task: Task;
}

/**
 * What a person can quote, about the model listed first and the smallest other one that isn't significantly worse (else the
 * best of the others). Says no more than was measured: a difference that wasn't seen is called that, a model that is only masked is said to
 * be smaller only when compressed, and speed is that of one item at a time.
 */
export function sentenceOf(input: SentenceInput): string {
  const [first] = input.models;
  if (first === undefined) return '';
  const pair = quotedPairOf(input);
  if (pair === undefined) return aloneSentence(first, input);
  const [a, b] = [input.models[pair.a], input.models[pair.b]];
  if (a === undefined || b === undefined) throw new Error(`Pair (${pair.a}, ${pair.b}) is not among ${input.models.length} models`);
  const quality = qualityClause(a, b, { pair, input });
  return [`${quality} ${priceClause(a, b)}.`, seedsClause(a, b, input), neededClause(pair, input.items)]
    .filter(part => part !== '')
    .join(' ');
}

function qualityClause(
  a: ModelInComparison,
  b: ModelInComparison,
  { pair, input }: { readonly pair: PairInComparison; readonly input: SentenceInput },
): string {
  if (input.task === 'values') return valueClause(a, b, pair);
  return input.task === 'labels' ? labelClause(a, b, pair) : errorClause(a, b, { pair, items: input.items });
}

/** The pair the sentence is about. */
export function quotedPairOf({ pairs, models }: Pick<SentenceInput, 'pairs' | 'models'>): PairInComparison | undefined {
  const withFirst = pairs.filter(pair => pair.a === 0);
  const fit = withFirst.filter(pair => pair.verdict !== 'worse');
  const sizeOf = (pair: PairInComparison): number => models[pair.b]?.size.compressedBytes ?? Infinity;
  if (fit.length > 0) return fit.reduce((best, pair) => (sizeOf(pair) < sizeOf(best) ? pair : best));
  return withFirst.reduce<PairInComparison | undefined>(
    (best, pair) => (best === undefined || pair.difference.value < best.difference.value ? pair : best),
    undefined,
  );
}

function aloneSentence({ name, evaluation }: ModelInComparison, { items, task }: SentenceInput): string {
  const { error, mae, hammingLoss } = evaluation.metrics;
  if (task === 'labels')
    return `${name} gets ${percent(hammingLoss?.value ?? NaN)} % of the labels of ${grouped(items)} items wrong, and ${grouped(evaluation.errors ?? 0)} items not wholly right.`;
  if (task === 'values') return `${name} is off by ${figure(mae?.value ?? NaN)} on average over ${grouped(items)} items.`;
  const interval = error === undefined ? '' : ` (${percent(error.value)} %, ${percent(error.low)}–${percent(error.high)})`;
  return `${name} makes ${grouped(evaluation.errors ?? 0)} errors in ${grouped(items)} items${interval}.`;
}

function errorClause(
  a: ModelInComparison,
  b: ModelInComparison,
  { pair, items }: { readonly pair: PairInComparison; readonly items: number },
): string {
  const [errorsA, errorsB] = [a.evaluation.errors ?? 0, b.evaluation.errors ?? 0];
  const unseen = errorsB <= errorsA ? 'makes no more errors than' : 'makes not detectably more errors than';
  const claim = { better: 'makes fewer errors than', worse: 'makes more errors than', 'no-difference-seen': unseen }[pair.verdict];
  return `${b.name} ${claim} ${a.name} (${grouped(errorsB)} against ${grouped(errorsA)} of ${grouped(items)}; McNemar ${pText(pair)})`;
}

function labelClause(a: ModelInComparison, b: ModelInComparison, pair: PairInComparison): string {
  const [lossA, lossB] = [a, b].map(model => model.evaluation.metrics['hammingLoss']?.value ?? NaN) as [number, number];
  const unseen = lossB <= lossA ? 'gets no more labels wrong than' : 'gets not detectably more labels wrong than';
  const claim = { better: 'gets fewer labels wrong than', worse: 'gets more labels wrong than', 'no-difference-seen': unseen }[
    pair.verdict
  ];
  return `${b.name} ${claim} ${a.name} (Hamming loss ${percent(lossB)} % against ${percent(lossA)} %; Wilcoxon ${pText(pair)})`;
}

function valueClause(a: ModelInComparison, b: ModelInComparison, pair: PairInComparison): string {
  const [maeA, maeB] = [a, b].map(model => model.evaluation.metrics['mae']?.value ?? NaN) as [number, number];
  const unseen = maeB <= maeA ? 'is no further off than' : 'is not detectably further off than';
  const claim = { better: 'is closer than', worse: 'is further off than', 'no-difference-seen': unseen }[pair.verdict];
  return `${b.name} ${claim} ${a.name} (mean absolute error ${figure(maeB)} against ${figure(maeA)}; Wilcoxon ${pText(pair)})`;
}

function pText({ p, adjustedP }: PairInComparison): string {
  return `${p < 0.001 ? 'p < 0.001' : `p = ${twoDigits(p)}`}, Holm-adjusted ${adjustedP < 0.001 ? '< 0.001' : twoDigits(adjustedP)}`;
}

/** What b costs beside a. Masks leave the exported file, the arithmetic and the speed as they are, so only the packed size is claimed. */
function priceClause(a: ModelInComparison, b: ModelInComparison): string {
  const speed = `${twoDigits(a.latency.p50Ms / b.latency.p50Ms)}× its speed, one item at a time`;
  const masked = b.size.parameters === a.size.parameters && b.size.nonZeros < a.size.nonZeros;
  if (!masked) return `at ${share(b.size.bytes, a.size.bytes)} of its size and ${speed}`;
  const kept = share(b.size.nonZeros, a.size.nonZeros);
  return `with ${kept} of its weights and ${share(b.size.compressedBytes, a.size.compressedBytes)} of its compressed file; being masked only, its exported file and its arithmetic are as before (${speed})`;
}

function seedsClause(a: ModelInComparison, b: ModelInComparison, { groups, task }: SentenceInput): string {
  const key = { values: 'mae', labels: 'hammingLoss', classes: 'error', binary: 'error' }[task];
  const [groupA, groupB] = [a, b].map(model => groups.find(group => group.name === model.name));
  const [meanA, meanB] = [groupA?.metrics[key], groupB?.metrics[key] ?? b.evaluation.metrics[key]];
  if (groupB === undefined && groupA === undefined) return '';
  const before = meanA ?? a.evaluation.metrics[key];
  if (before === undefined || meanB === undefined) return '';
  const shown = (value: number): string => (task === 'values' ? figure(value) : `${percent(value)} %`);
  return `Over seeds (${seeds(groupB)} against ${seeds(groupA)}): ${shown(meanB.value)} against ${shown(before.value)} on average.`;
}

function seeds(group: GroupInComparison | undefined): number {
  return group?.members.length ?? 1;
}

function neededClause({ verdict, itemsNeeded }: PairInComparison, items: number): string {
  if (verdict !== 'no-difference-seen' || itemsNeeded === null || itemsNeeded <= items) return '';
  return `To see a difference this small you would need about ${grouped(Number(itemsNeeded.toPrecision(3)))} items.`;
}

function share(part: number, whole: number): string {
  const value = (100 * part) / whole;
  return `${value >= 10 ? Math.round(value) : twoDigits(value)} %`;
}

function percent(value: number): string {
  return (100 * value).toFixed(2);
}

/** Two significant digits, but whole numbers in full; `1.0` rather than `1`. */
function twoDigits(value: number): string {
  if (value >= 10) return grouped(Math.round(value));
  return value >= 0.001 ? value.toPrecision(2) : value.toExponential(1);
}

function figure(value: number): string {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
