import { z } from 'zod';
import type { Contribution, Diversity, FusionControls, JudgedMethod, Suggestion } from '../domain/fusion-report.ts';
import type { FusionFigures } from '../domain/fusion-figures.ts';
import type { LatencyFigures } from '../domain/report.ts';
import type { CascadePoint } from '../domain/serial-fusion.ts';
import { defineContract } from './define-contract.ts';
import { id, made } from './views.ts';

/** A model as a member of a fusion that is not made yet. */
export interface BenchMemberView {
  readonly modelId: string;
  readonly name: string;
  readonly multiplyAdds: number;
  readonly bytes: number;
  /** From the newest comparison the model was in; null when it was in none. */
  readonly latency: LatencyFigures | null;
}

/** What all methods that can be computed from stored answers come to on the validation part. */
export interface JudgedBench {
  /** In the order asked for; what is said by index is an index into them. */
  readonly members: readonly BenchMemberView[];
  readonly items: number;
  /** `error` or `rmse`; lower is better. */
  readonly measure: string;
  readonly figures: readonly FusionFigures[];
  readonly methods: readonly JudgedMethod[];
  readonly controls: FusionControls;
  /** In main and the process that computes, together. */
  readonly tookMs: number;
}

/** How members differ, and who adds what. */
export interface BenchDiversityView {
  readonly diversity: Diversity;
  readonly contributions: readonly Contribution[];
  readonly suggestion: Suggestion;
}

/** Every setting of a cascade of the members in their order. */
export interface CascadeBench {
  readonly members: readonly BenchMemberView[];
  readonly items: number;
  readonly temperatures: readonly number[];
  /** From the cheapest to the dearest. */
  readonly curve: readonly CascadePoint[];
  /** The cheapest setting that is as right as the last stage alone. */
  readonly sameAccuracy: number;
  /** Share of right answers of each stage by itself. */
  readonly accuracies: readonly number[];
}

/** Members without stored answers to the validation items, of those asked about: they must be evaluated first. */
export interface Unanswered {
  readonly kind: 'unanswered';
  readonly modelIds: readonly string[];
}

const modelIds = z.array(id).min(2).max(64);

export const fusionContract = defineContract({
  name: 'fusion',
  calls: {
    judge: { input: z.object({ modelIds }), output: made<Unanswered | ({ readonly kind: 'judged' } & JudgedBench)>() },
    diversity: { input: z.object({ modelIds }), output: made<Unanswered | ({ readonly kind: 'diversity' } & BenchDiversityView)>() },
    /** From the first stage to the last. */
    cascade: {
      input: z.object({ modelIds: z.array(id).min(2).max(8), confidence: z.enum(['max-probability', 'margin', 'entropy']) }),
      output: made<Unanswered | ({ readonly kind: 'cascade' } & CascadeBench)>(),
    },
  },
  events: {},
});
