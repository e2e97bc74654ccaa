import type { LaneQuestion } from '../engine/search/study/lane-messages.ts';
import type { JobContext } from './job.ts';

export function askStudy(context: Pick<JobContext, 'ask'>, question: LaneQuestion): Promise<unknown> {
  return context.ask(question);
}
