import type { ClassOutcomes, Outcomes } from './outcomes.ts';
import { holm } from './statistics/holm.ts';
import { exactMcNemar } from './statistics/mcnemar.ts';

interface Judged {
  readonly name: string;
  readonly replicate: number | null;
  readonly outcomes: Outcomes;
}

const LEVEL = 0.05;
const MOST_WARNINGS = 20;

/**
 * Classes that lost more than chance would have it, beside the first model: within each class the exact McNemar test of who got which
 * item right, Holm-adjusted over the classes. A total that stays the same can hide such a loss (Hooker et al. 2019, arXiv:1911.05248).
 * Of replicates only the first is looked at.
 */
export function classWarnings(models: readonly Judged[], classes: readonly string[]): string[] {
  const [reference] = models;
  if (reference === undefined) return [];
  const others = models.filter((model, i) => model.name !== reference.name && models.findIndex(other => other.name === model.name) === i);
  return others.flatMap(model => lossesOf(model, reference, classes)).slice(0, MOST_WARNINGS);
}

function lossesOf(model: Judged, reference: Judged, classes: readonly string[]): string[] {
  if (model.outcomes.task === 'labels' && reference.outcomes.task === 'labels') return labelLosses(model, reference, classes);
  if (!isClasses(model.outcomes) || !isClasses(reference.outcomes)) return [];
  const { targets, answers } = model.outcomes;
  const count = Math.max(model.outcomes.classes, reference.outcomes.classes);
  const [lost, gained] = [new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i]!;
    const was = reference.outcomes.answers[i] === target;
    const is = answers[i] === target;
    if (was && !is) lost[target]!++;
    if (is && !was) gained[target]!++;
  }
  return suffering(lost, gained).map(
    c =>
      `Class '${classes[c] ?? c}' suffers: ${model.name} gets ${lost[c]} of its items wrong that ${reference.name} gets right, and ${gained[c]} the other way round.`,
  );
}

function isClasses(outcomes: Outcomes): outcomes is ClassOutcomes {
  return outcomes.task === 'classes' || outcomes.task === 'binary';
}

/** Within each label all items count: having it wrongly is as wrong as lacking it. */
function labelLosses({ name, outcomes }: Judged, reference: Judged, names: readonly string[]): string[] {
  if (outcomes.task !== 'labels' || reference.outcomes.task !== 'labels') return [];
  const { targets, answers, labels } = outcomes;
  const [lost, gained] = [new Uint32Array(labels), new Uint32Array(labels)];
  for (let i = 0; i < targets.length; i++) {
    const [was, is] = [reference.outcomes.answers[i] === targets[i], answers[i] === targets[i]];
    if (was && !is) lost[i % labels]!++;
    if (is && !was) gained[i % labels]!++;
  }
  return suffering(lost, gained).map(
    l =>
      `Label '${names[l] ?? l}' suffers: ${name} gets it wrong on ${lost[l]} items where ${reference.name} gets it right, and ${gained[l]} the other way round.`,
  );
}

/** Places that lost more than chance would have it. */
function suffering(lost: Uint32Array, gained: Uint32Array): readonly number[] {
  const adjusted = holm([...lost].map((n, c) => exactMcNemar(n, gained[c]!)));
  return adjusted.flatMap((p, c) => (p >= LEVEL || lost[c]! <= gained[c]! ? [] : [c]));
}
