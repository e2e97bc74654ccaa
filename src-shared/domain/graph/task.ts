import type { Task } from './model-graph.ts';

export const TASKS: readonly Task[] = ['classes', 'binary', 'labels', 'values'];

/** Whether each output is a logit by itself, a sigmoid's: of yes, or of having a label. */
export function isSigmoid(task: Task): task is 'binary' | 'labels' {
  return task === 'binary' || task === 'labels';
}

/** Whether a target is as wide as the answer: a number for each output, and not the number of a class. */
export function hasWideTargets(task: Task): task is 'labels' | 'values' {
  return task === 'labels' || task === 'values';
}
