import type { LabelReport, LabelSuspect } from '../../src-shared/domain/data-report.ts';
import { SPLITS } from '../../src-shared/domain/dataset.ts';
import { findLabelIssues, findSeveralLabelsIssues, type LabelIssue } from '../engine/data/guards/label-issues.ts';
import { decodeOutOfFold, type OutOfFold } from '../engine/evaluation/cross-validation/predictions-file.ts';
import { outcomesOf } from '../engine/evaluation/outcomes.ts';
import { modelsOnData } from '../stores/dataset-store.ts';
import { getModel } from '../stores/model-store.ts';
import type { ServiceContext } from './context.ts';
import { className, labelName, type DataFacts } from '../engine/data/dataset-facts.ts';

const LABEL_EXAMPLES = 60;

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
