import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput, type AppFailure } from '../../../src-shared/lib/app-error.ts';

/**
 * Answers of one trained network to some items, and what it was trained on. A held-out split is one part; out-of-fold
 * predictions are a part for each fold, made by the network that was trained without that fold.
 */
export interface PredictionPart {
  /** Hash of the stored array that item numbers count in (the manifest's `input.file.hash`), so that two lists can be compared. */
  readonly source: string;
  /** Item numbers that were answered. */
  readonly items: Uint32Array;
  /** Item numbers that any weight of the network, or of a fusion within it, was fitted on. */
  readonly trainedOn: Uint32Array;
  /** `[items, width]` as the graph gives them: logits, or values. */
  readonly outputs: Float32Array;
}

export interface MemberPredictions {
  readonly name: string;
  readonly parts: readonly PredictionPart[];
}

/** Everything a fit needs, before anyone knows whether it may be fitted on. */
export interface StoredPredictions {
  readonly task: Task;
  /** Values per item. */
  readonly width: number;
  readonly members: readonly MemberPredictions[];
  /** Right answers, in the order of the first member's items: class numbers, 0 or 1, or values `[items, width]`. */
  readonly targets: Int32Array | Float32Array;
}

/** Known to this file alone: nothing else can put it on an object. */
const PROOF = Symbol('held out');

/**
 * Predictions of every member on the same items, none of which any member was trained on. Only `heldOutPredictions` makes
 * them, so whatever takes them can't be fitted on anything else.
 */
export interface HeldOutPredictions {
  readonly task: Task;
  readonly width: number;
  readonly items: number;
  readonly names: readonly string[];
  /** A member each, `[items, width]`, all in the same order. */
  readonly outputs: readonly Float32Array[];
  readonly targets: Int32Array | Float32Array;
  /** Item numbers, and of which array. */
  readonly source: string;
  readonly itemNumbers: Uint32Array;
  /** How many parts (folds) they come from; 1 for a split. */
  readonly parts: number;
  readonly [PROOF]: true;
}

/**
 * Puts members' parts together once it is proven, item by item, that no network answers an item it was trained on, and
 * that all members answer the same items in the same parts (the same folds). Throws `invalid-input` naming member and
 * items otherwise.
 */
export function heldOutPredictions(stored: StoredPredictions): HeldOutPredictions {
  const { task, width, members, targets } = stored;
  const [first] = members;
  if (first === undefined || first.parts.length === 0) throw refusal('Predictions of at least one member are required, got none');
  members.forEach(member => member.parts.forEach(part => assertUnseen(member, part)));
  members.slice(1).forEach(member => assertSameParts(first, member));
  const itemNumbers = joined(first.parts.map(part => part.items));
  assertNoneTwice(itemNumbers, first.name);
  members.forEach(member => assertWidth(member, width));
  if (targets.length !== itemNumbers.length * (task === 'classes' ? 1 : width)) {
    throw new Error(`${itemNumbers.length} items need as many right answers, got ${targets.length}`);
  }
  return {
    ...{ task, width, targets, itemNumbers },
    items: itemNumbers.length,
    names: members.map(member => member.name),
    outputs: members.map(member => joinedFloats(member.parts.map(part => part.outputs))),
    source: first.parts[0]!.source,
    parts: first.parts.length,
    [PROOF]: true,
  };
}

/** Those of the members with these numbers, in this order; as held out as before. */
export function heldOutOf(predictions: HeldOutPredictions, members: readonly number[]): HeldOutPredictions {
  return {
    ...predictions,
    names: members.map(member => predictions.names[member]!),
    outputs: members.map(member => predictions.outputs[member]!),
  };
}

/** Some of the items, by their place; as held out as before. */
export function heldOutRows(predictions: HeldOutPredictions, rows: Uint32Array): HeldOutPredictions {
  const { width, task, targets } = predictions;
  return {
    ...predictions,
    items: rows.length,
    outputs: predictions.outputs.map(outputs => rowsOf(outputs, rows, width)),
    targets: targets instanceof Float32Array ? rowsOf(targets, rows, width) : rowsOf(targets, rows, task === 'classes' ? 1 : width),
    itemNumbers: rowsOf(predictions.itemNumbers, rows, 1),
  };
}

/** The same items with other outputs computed from each member's own, item by item (a calibration). */
export function heldOutMapped(
  predictions: HeldOutPredictions,
  map: (outputs: Float32Array, member: number) => Float32Array,
): HeldOutPredictions {
  return { ...predictions, outputs: predictions.outputs.map(map) };
}

/** For what comes from outside the type's reach: plain JavaScript, a cast. Throws a plain Error. */
export function assertHeldOut(predictions: HeldOutPredictions): void {
  if ((predictions as Partial<HeldOutPredictions>)[PROOF] !== true) {
    throw new Error('A fit takes predictions that heldOutPredictions() has proven to be held out');
  }
}

function assertUnseen({ name }: MemberPredictions, { items, trainedOn }: PredictionPart): void {
  const seen = new Set(trainedOn);
  const both = items.filter(item => seen.has(item));
  if (both.length === 0) return;
  throw refusal(
    `Predictions on items that '${name}' was not trained on are required, but it was trained on ${both.length} of these ${items.length}`,
    'Fit on a part of the data that no member has seen, or on out-of-fold predictions.',
  );
}

function assertSameParts(first: MemberPredictions, other: MemberPredictions): void {
  const same =
    first.parts.length === other.parts.length &&
    first.parts.every((part, i) => part.source === other.parts[i]!.source && equalItems(part.items, other.parts[i]!.items));
  if (same) return;
  throw refusal(
    `Members with predictions on the same items in the same folds are required, but those of '${first.name}' and '${other.name}' differ`,
    'Give all members one data set, and one set of folds.',
  );
}

function assertNoneTwice(items: Uint32Array, name: string): void {
  const distinct = new Set(items).size;
  if (distinct === items.length) return;
  throw refusal(`One prediction per item is required, but '${name}' answers ${items.length - distinct} items more than once`);
}

function assertWidth({ name, parts }: MemberPredictions, width: number): void {
  const odd = parts.find(part => part.outputs.length !== part.items.length * width);
  if (odd === undefined) return;
  throw refusal(`${width} values per item are required of '${name}', got ${odd.outputs.length} for ${odd.items.length} items`);
}

/** Rows of a row-major array of this width, by their number. */
function rowsOf<A extends Float32Array | Int32Array | Uint32Array>(values: A, rows: Uint32Array, width: number): A {
  const taken = new (values.constructor as new (length: number) => A)(rows.length * width);
  rows.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
  return taken;
}

function equalItems(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function joinedFloats(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function refusal(message: string, hint?: string): AppFailure {
  return invalidInput(message, { path: 'members', ...(hint === undefined ? {} : { hint }) });
}
