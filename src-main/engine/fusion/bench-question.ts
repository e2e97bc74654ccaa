import type { Confidence } from '../graph/confidence.ts';
import { cascadeOf, diversityOfMembers, methodsOf, type BenchDiversity, type BenchMember, type BenchMethods } from './bench-answers.ts';
import type { CascadeFit } from './serial/fit-cascade.ts';

/** What may be asked about members that are not fused yet. */
export type BenchQuestion =
  | { readonly kind: 'methods'; readonly members: readonly BenchMember[] }
  | { readonly kind: 'diversity'; readonly members: readonly BenchMember[] }
  | { readonly kind: 'cascade'; readonly members: readonly BenchMember[]; readonly confidence: Confidence };

/** By the kind of the question. */
export interface BenchAnswers {
  readonly methods: BenchMethods;
  readonly diversity: BenchDiversity;
  readonly cascade: CascadeFit & { readonly items: number };
}

/** Takes up to a second or two: for a process that nothing else waits for. Throws `invalid-input`. */
export function answerBench(question: BenchQuestion): BenchAnswers[BenchQuestion['kind']] {
  switch (question.kind) {
    case 'methods':
      return methodsOf(question.members);
    case 'diversity':
      return diversityOfMembers(question.members);
    case 'cascade':
      return cascadeOf(question.members, question.confidence);
  }
}
