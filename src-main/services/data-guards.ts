import type { DuplicateReport, LabelReport, LabelSuspect } from '../../src-shared/domain/data-report.ts';
import { SPLITS, type DatasetManifest } from '../../src-shared/domain/dataset.ts';
import { findLabelIssues, findSeveralLabelsIssues, type LabelIssue } from '../engine/data/guards/label-issues.ts';
import { createNearFinder } from '../engine/data/guards/near-duplicates.ts';
import { createPicturePrint } from '../engine/data/guards/picture-print.ts';
import type { PrintKind } from '../engine/data/guards/print.ts';
import { createSoundPrint } from '../engine/data/guards/sound-print.ts';
import { textPrint } from '../engine/data/guards/text-print.ts';
import { createDuplicateFinder } from '../engine/data/item-duplicates.ts';
import { decodeOutOfFold, type OutOfFold } from '../engine/evaluation/cross-validation/predictions-file.ts';
import { outcomesOf } from '../engine/evaluation/outcomes.ts';
import { modelsOnData } from '../stores/dataset-store.ts';
import { getModel } from '../stores/model-store.ts';
import type { ServiceContext } from './context.ts';
import { className, labelName, type DataFacts } from './data-files.ts';

const LABEL_EXAMPLES = 60;

/** Equal and nearly equal items. Reads all of them, piece by piece: nothing else waits for that. */
export async function findDuplicates(context: ServiceContext, facts: DataFacts): Promise<DuplicateReport> {
  const { manifest, splitOf, itemBytes } = facts;
  const known = { splitOf, labelOf: (item: number) => labelName(facts, item) };
  const finder = createDuplicateFinder(known);
  const kind = printKindOf(manifest);
  const near = kind === null ? null : createNearFinder(kind, known);
  let rest = new Uint8Array(0);
  for await (const chunk of context.artifactBytes.stream(manifest.input.file.hash)) {
    const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
    let offset = 0;
    for (; offset + itemBytes <= bytes.length; offset += itemBytes) {
      const item = bytes.subarray(offset, offset + itemBytes);
      const equalTo = finder.add(context.sha256(item));
      near?.add(valuesOf(manifest, item), equalTo);
    }
    rest = bytes.slice(offset);
    await othersTurn();
  }
  return { ...finder.report(), near: near === null ? null : await near.report(othersTurn) };
}

/** A chunk is some milliseconds of work; between two of them everything else gets its turn. */
async function othersTurn(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}

/** Pictures with fewer pixels along a side have too little in them to be told apart by. */
const LEAST_SIDE = 8;

/** Null where items are equal or not: rows of tables, tiny pictures. */
function printKindOf({ input: { kind, shape } }: DatasetManifest): PrintKind | null {
  if (kind === 'text') return textPrint;
  const [, height = 0, width = 0] = shape;
  if (kind === 'table' || Math.min(height, width) < LEAST_SIDE) return null;
  return kind === 'sound' ? createSoundPrint(shape.slice(1)) : createPicturePrint(shape.slice(1));
}

function valuesOf({ input: { dtype } }: DatasetManifest, bytes: Uint8Array): ArrayLike<number> {
  if (dtype === 'uint8') return bytes;
  const { buffer } = bytes.slice();
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const NOTHING: LabelReport = { model: null, items: 0, issues: 0, examples: [] };

/** By the newest cross-validation of the data: every item judged by members that did not see it. */
export async function findLabelSuspects(context: ServiceContext, manifestHash: string, facts: DataFacts): Promise<LabelReport> {
  const validated = newestCrossValidation(context, manifestHash);
  if (validated === null || facts.manifest.target.task === 'values') return NOTHING;
  const answers = decodeOutOfFold(await context.readArtifact(validated.outOfFold));
  const contradicted = contradictions(answers, facts);
  if (contradicted === null) return NOTHING;
  const examples = contradicted.slice(0, LABEL_EXAMPLES).map(({ place, doubt, guess, probability, givenProbability }) => {
    const item = answers.items[place] ?? 0;
    return {
      ...{ item, split: SPLITS[facts.splitOf[item]! - 1] ?? null, label: labelName(facts, item) },
      ...{ doubt, guess: className(facts, guess), probability, labelProbability: givenProbability },
    };
  });
  return { model: validated.model, items: answers.items.length, issues: contradicted.length, examples };
}

interface Contradiction extends Pick<LabelIssue, 'place' | 'probability' | 'givenProbability'> {
  readonly doubt: LabelSuspect['doubt'];
  readonly guess: number;
}

/** Null where answers are of another kind than the data's. */
function contradictions(answers: OutOfFold, facts: DataFacts): readonly Contradiction[] | null {
  const judged = meanProbabilities(answers, facts);
  if (judged === null) return null;
  const { probabilities, width, targets } = judged;
  if (judged.task === 'classes')
    return findLabelIssues({ probabilities, classes: width, labels: targets }).map(issue => ({
      ...issue,
      doubt: 'class',
      guess: issue.guessed,
    }));
  return findSeveralLabelsIssues(probabilities, targets, width).map(issue => ({
    ...issue,
    doubt: issue.guessed === 1 ? 'missing' : 'surplus',
    guess: issue.label,
  }));
}

function newestCrossValidation(
  { db }: ServiceContext,
  manifestHash: string,
): { readonly model: { readonly id: string; readonly name: string }; readonly outOfFold: string } | null {
  for (const { id, name } of modelsOnData(db, manifestHash)) {
    const found = getModel(db, id)?.output.crossValidation;
    if (found !== undefined) return { model: { id, name }, outOfFold: found.outOfFold.hash };
  }
  return null;
}

interface Judged {
  readonly task: 'classes' | 'labels';
  /** `[items, width]` */
  readonly probabilities: Float32Array;
  readonly width: number;
  /** Class numbers `[items]`, or 0 and 1 `[items, width]`. */
  readonly targets: Int32Array;
}

/** Over the rounds. Null where answers are neither classes nor labels of the data. */
function meanProbabilities({ task, width, items, repeats, outputs }: OutOfFold, { manifest, targets: all }: DataFacts): Judged | null {
  const isSeveral = task === 'labels';
  if (isSeveral !== (manifest.target.task === 'labels')) return null;
  const own = isSeveral ? width : 1;
  const targets = Int32Array.from({ length: items.length * own }, (_, i) => all[items[Math.floor(i / own)]! * own + (i % own)] ?? 0);
  let sum: Float32Array | null = null;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const size = items.length * width;
    const round = outcomesOf({ task, outputs: outputs.subarray(repeat * size, (repeat + 1) * size), targets, width });
    if (round.task === 'values') return null;
    const { probabilities } = round;
    sum = sum === null ? probabilities.slice() : sum.map((value, i) => value + probabilities[i]!);
  }
  if (sum === null) return null;
  const probabilities = sum.map(value => value / repeats);
  return { task: isSeveral ? 'labels' : 'classes', probabilities, width: sum.length / items.length, targets };
}
