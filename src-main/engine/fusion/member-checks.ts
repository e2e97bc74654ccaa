import type { Model, ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import { invalidInput, type AppFailure } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { shapeText } from '../graph/shape-checks.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';

/** A model that takes part in a fusion. */
export interface FusionMember {
  /** For messages: the step or the model as the user calls it. */
  readonly name: string;
  readonly model: Model;
}

const PATH = 'members';

/** One input and one output each, all of one shape and preprocessing. Throws `invalid-input`. */
export function assertJoinable(members: readonly FusionMember[]): void {
  const [first, ...others] = members;
  if (first === undefined || others.length === 0) {
    throw refusal(`At least two members are required for a fusion, got ${members.length}`, 'Name a second model.');
  }
  members.forEach(assertOneEnd);
  for (const other of others) {
    assertSame([first, other], card => shapeText(card.inputShape), 'inputs of one shape', 'Fuse models of one data set.');
    assertOnePreprocessing(first, other);
  }
}

/** One task; the same classes in whatever order, or as many values. Throws `invalid-input`. */
export function assertOneTask(members: readonly FusionMember[]): void {
  const [first, ...others] = members as readonly [FusionMember, ...FusionMember[]];
  for (const other of others) {
    assertSame([first, other], card => card.task, 'one task', 'Fuse models that answer the same question.');
    assertSameClasses(first, other);
    const [here, there] = [widthOf(first.model), widthOf(other.model)];
    if (here !== there)
      throw refusal(`Members with one number of outputs are required, got ${here} ('${first.name}') and ${there} ('${other.name}')`);
  }
}

function assertOneEnd({ name, model: { graph } }: FusionMember): void {
  if (graph.inputs.length === 1 && graph.outputs.length === 1) return;
  throw refusal(`Members with one input and one output are required, but '${name}' has ${graph.inputs.length} and ${graph.outputs.length}`);
}

function assertSame(pair: readonly [FusionMember, FusionMember], read: (card: ModelCard) => string, what: string, hint: string): void {
  const [first, other] = pair;
  const [here, there] = [read(first.model.card), read(other.model.card)];
  if (here === there) return;
  throw refusal(
    `Members with ${what} are required, got ${shortened(here)} ('${first.name}') and ${shortened(there)} ('${other.name}')`,
    hint,
  );
}

function assertOnePreprocessing(first: FusionMember, other: FusionMember): void {
  const [here, there] = [first.model.card.preprocessing, other.model.card.preprocessing];
  if (canonicalJson(here) === canonicalJson(there)) return;
  throw refusal(
    `Members with one preprocessing are required, but those of '${first.name}' and '${other.name}' differ: ${firstDifference(here, there, [])}`,
    'Train them on the same import of the data, so that they see the same numbers.',
  );
}

/** Where two values differ first, and what stands there: `sepal length mean 5.813, 5.884`. Empty for equal ones. */
function firstDifference(here: unknown, there: unknown, path: readonly string[]): string {
  if (!isCompound(here) || !isCompound(there)) return here === there ? '' : `${[...path, told(here)].join(' ')}, ${told(there)}`;
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const item = here[key];
    const place = Array.isArray(here) ? (isCompound(item) && typeof item['column'] === 'string' ? [item['column']] : []) : [key];
    const found = firstDifference(item, there[key], [...path, ...place]);
    if (found !== '') return found;
  }
  return '';
}

function isCompound(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}

function told(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : shortened(canonicalJson(value));
}

function assertSameClasses(first: FusionMember, other: FusionMember): void {
  const [here, there] = [first.model.card.classes, other.model.card.classes];
  const missing = here.filter(name => !there.includes(name));
  const more = there.filter(name => !here.includes(name));
  if (missing.length + more.length === 0 && here.length === there.length) return;
  const parts = [
    ...(missing.length > 0 ? [`'${other.name}' lacks ${listed(missing)}`] : []),
    ...(more.length > 0 ? [`'${first.name}' lacks ${listed(more)}`] : []),
  ];
  throw refusal(
    `Members with the same classes are required, but ${parts.join(' and ') || 'one names a class twice'}`,
    'A chain fuses models with other classes.',
  );
}

function widthOf({ graph }: Model): number {
  return resolvedNode(shapesOf(graph), graph.outputs[0]!).output.reduce((product, size) => product * size, 1);
}

const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(name => `'${name}'`);
  return names.length > MOST_NAMES ? `${shown.join(', ')} and ${names.length - MOST_NAMES} more` : shown.join(', ');
}

const MOST_CHARACTERS = 120;

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

function refusal(message: string, hint?: string): AppFailure {
  return invalidInput(message, { path: PATH, ...(hint === undefined ? {} : { hint }) });
}
