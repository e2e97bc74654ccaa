import type { LaneQuestion } from '../engine/search/study/lane-messages.ts';
import type { JobContext } from './job.ts';

/** A question, but for what every one that tells of a trial tells beside it. */
type Asked = LaneQuestion extends infer Question ? (Question extends LaneQuestion ? Omit<Question, 'use'> : never) : never;

/** What is told of a trial is told with the energy that went into it since the last time. */
export function askStudy(context: Pick<JobContext, 'ask' | 'energyUse'>, question: Asked): Promise<unknown> {
  return context.ask('trial' in question ? { ...question, use: context.energyUse() } : question);
}
