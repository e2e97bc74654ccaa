import { useEffect, useRef, useState } from 'react';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { PredictionsOutput } from '../../../../src-shared/domain/step-output.ts';
import { AppFailure, toAppError, type AppError } from '../../../../src-shared/lib/app-error.ts';
import type { DroppedFile } from '../../../components/intake/sort-drop.ts';
import { useApi, useHost } from '../../../ipc/api-context.tsx';
import { useRun, useStartRun } from '../../../ipc/queries.ts';
import { uploadGroup } from '../../../ipc/upload.ts';

export interface Answers {
  /** From files on their way to answers; `fraction` of the bytes while they come. */
  readonly busy: { readonly fraction: number } | null;
  readonly runId: string | null;
  readonly error: AppError | null;
  readonly output: PredictionsOutput | null;
  take(files: readonly DroppedFile[]): Promise<void>;
}

/** Brings files into the workspace and has a model answer for them, in a run of one step. */
export function useAnswers(row: ModelRow): Answers {
  const api = useApi();
  const host = useHost();
  const start = useStartRun();
  const [runId, setRunId] = useState<string | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const [failure, setFailure] = useState<AppError | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const { output, error } = useOutcome(runId, failure);

  async function take(files: readonly DroppedFile[]): Promise<void> {
    const [first] = files;
    if (first === undefined) return;
    const stop = new AbortController();
    running.current = stop;
    setFailure(null);
    setRunId(null);
    setFraction(0);
    try {
      const name = first.path.split('/')[0] ?? first.path;
      const { source } = await uploadGroup({ host, api }, { name, files }, { signal: stop.signal, onProgress: setFraction });
      const { runId: started } = await start.mutateAsync(recipeOfAnswers(row, source));
      setRunId(started);
    } catch (thrown) {
      const problem = thrown instanceof AppFailure ? thrown.error : toAppError(thrown);
      if (problem.code !== 'cancelled') setFailure(problem);
    } finally {
      setFraction(null);
    }
  }
  const isComputing = runId !== null && output === null && error === null;
  const share = fraction ?? (isComputing ? 1 : null);
  return { busy: share === null ? null : { fraction: share }, runId, error, output, take };
}

/** Of the run's only step, as far as it is known. */
function useOutcome(runId: string | null, failure: AppError | null): Pick<Answers, 'output' | 'error'> {
  const { data } = useRun(runId ?? '', runId !== null);
  const job = data?.jobs[0];
  const output = job?.output?.kind === 'predictions' ? job.output : null;
  return { output, error: failure ?? data?.run.error ?? job?.error ?? null };
}

function recipeOfAnswers({ id, name }: Pick<ModelRow, 'id' | 'name'>, source: string): string {
  return [
    'espalier: 1',
    `name: ${JSON.stringify(`try ${name}`)}`,
    'steps:',
    '  answers:',
    '    do: predict',
    `    model: ${JSON.stringify(`model:${id}`)}`,
    `    source: ${JSON.stringify(source)}`,
    '',
  ].join('\n');
}
