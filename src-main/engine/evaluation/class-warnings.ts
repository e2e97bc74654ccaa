import type { Outcomes } from './outcomes.ts';
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
  if (model.outcomes.task === 'values' || reference.outcomes.task === 'values') return [];
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
  const adjusted = holm([...lost].map((n, c) => exactMcNemar(n, gained[c]!)));
  return adjusted.flatMap((p, c) => {
    if (p >= LEVEL || lost[c]! <= gained[c]!) return [];
    return [
      `Class '${classes[c] ?? c}' suffers: ${model.name} gets ${lost[c]} of its items wrong that ${reference.name} gets right, and ${gained[c]} the other way round.`,
    ];
  });
}
