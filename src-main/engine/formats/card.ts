import { TASKS } from '../../../src-shared/domain/graph/task.ts';
import type { PreprocessingStep } from '../../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { isObject, shown } from '../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { isStoredEncoding } from '../data/table/encodings/index.ts';

/** The key under which the card stands in a file's own metadata. */
export const CARD_KEY = 'espalier';

const MAX_CLASSES = 1_000_000;

export function cardText(card: ModelCard): string {
  return canonicalJson(card);
}

/** The card from a file's text. Throws `invalid-input` with the wrong member as path. */
export function parseCard(text: string): ModelCard {
  const raw = parseJson(text, 'card');
  if (!isObject(raw)) throw invalidInput(`a model card is required, got ${shown(raw)}`, { path: 'card' });
  const { name, task, classes, label, inputShape, preprocessing, thresholds } = raw;
  return {
    name: member('name', name, isText, 'a text'),
    task: member('task', task, (value): value is Task => TASKS.includes(value as Task), `one of ${TASKS.join(', ')}`),
    classes: member('classes', classes, isNames, 'a list of class names'),
    label: member('label', label, isText, 'a text'),
    inputShape: member('inputShape', inputShape, isShape, 'a list of sizes'),
    ...(thresholds === undefined ? {} : { thresholds: member('thresholds', thresholds, isShares, 'a list of probabilities') }),
    preprocessing: member('preprocessing', preprocessing, isPreprocessing, 'a list of known steps'),
  };
}

/** Throws `invalid-input` instead of a SyntaxError. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidInput(`well-formed JSON is required, got ${shown(text.slice(0, 40))} (${String(cause)})`, { path });
  }
}

function member<T>(name: string, value: unknown, fits: (value: unknown) => value is T, required: string): T {
  if (fits(value)) return value;
  throw invalidInput(`${required} is required, got ${shown(value)}`, { path: `card.${name}` });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MAX_CLASSES && value.every(isNumber);
}

function isShares(value: unknown): value is readonly number[] {
  return isNumbers(value) && value.every(share => share >= 0 && share <= 1);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_CLASSES && value.every(isText);
}

function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.length > 0 && value.length <= 6 && value.every(size => Number.isSafeInteger(size) && size >= 1);
}

function isPreprocessing(value: unknown): value is readonly PreprocessingStep[] {
  return Array.isArray(value) && value.every(isStep);
}

function isStep(step: unknown): boolean {
  if (!isObject(step)) return false;
  const kind = step['kind'];
  return typeof kind === 'string' && Object.hasOwn(STEPS, kind) && STEPS[kind]!(step);
}

type Members = Readonly<Record<string, unknown>>;

const STEPS: Readonly<Record<string, (step: Members) => boolean>> = {
  scale: step => isNumber(step['factor']) && isNumber(step['offset']),
  table: step => Array.isArray(step['columns']) && step['columns'].every(column => isObject(column) && isStoredEncoding(column)),
  standardise: step => isNumbers(step['mean']) && isNumbers(step['deviation']),
  tokens: step =>
    isObject(step['tokeniser']) &&
    isText(step['tokeniser']['kind']) &&
    isNames(step['vocabulary']) &&
    isNames(step['merges']) &&
    isNumber(step['length']) &&
    isText(step['keep']) &&
    isText(step['column']),
  picture: step => isShape([step['height'], step['width'], step['channels']]) && ['crop', 'pad', 'stretch'].includes(String(step['fit'])),
  sound: step =>
    isNumber(step['sampleRate']) &&
    isNumber(step['seconds']) &&
    isText(step['place']) &&
    isObject(step['features']) &&
    isText(step['features']['kind']) &&
    typeof step['loudness'] === 'boolean' &&
    typeof step['evenOut'] === 'boolean',
};
