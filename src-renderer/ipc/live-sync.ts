import './zod-without-eval.ts';
import { notifyManager, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { engineContract } from '../../src-shared/contracts/engine.contract.ts';
import { runsContract } from '../../src-shared/contracts/runs.contract.ts';
import { studiesContract } from '../../src-shared/contracts/studies.contract.ts';
import type { EventOf } from '../../src-shared/contracts/define-contract.ts';
import type { RunView } from '../../src-shared/contracts/views.ts';
import { useHost, useLivePoints } from './api-context.tsx';
import type { InstallProgress, NativeEngineState } from '../../src-shared/domain/native-engine.ts';
import type { Host } from './bridge.ts';
import { subscribeTo } from './create-client.ts';
import { queryKeys, type RunSnapshot } from './queries.ts';
import { createCurveRefresh, createLogRefresh, suspectCurves } from './curves.ts';
import { studyKeys } from './study-queries.ts';
import { renewKnown } from './renew-known.ts';
import { createSequenceWatcher } from './sequence.ts';
import type { LivePoints } from './live-points.ts';
import { throttleByKey } from './throttle.ts';

type ProgressEvent = EventOf<typeof runsContract, 'progress'>;

/** Curves are fetched again at most this often while their job runs: live points draw them on. */
const CURVE_PACE = { everyMs: 3000, newCurvesMs: 1000 };

const LOG_REFRESH_MS = 1000;

/** Trials report after every epoch; what their page draws is fetched again at most this often. */
const STUDY_REFRESH_MS = 1500;

/** Keeps the cache in step with main's events; a gap or a reconnect fetches everything on screen again. Mount once. */
export function useLiveSync(): void {
  const host = useHost();
  const queries = useQueryClient();
  const live = useLivePoints();
  useEffect(() => startLiveSync(host, queries, live), [host, queries, live]);
}

function startLiveSync(host: Host, queries: QueryClient, live: LivePoints): () => void {
  const changes = createSequenceWatcher();
  const progress = createSequenceWatcher();
  const installs = createSequenceWatcher();
  const studies = createSequenceWatcher();
  const refetchAll = throttleByKey(1000, () => void queries.invalidateQueries({}, { cancelRefetch: false }));
  const refetchRun = throttleByKey(200, (runId: string) => invalidateRun(queries, runId));
  const refetchStudies = throttleByKey(
    STUDY_REFRESH_MS,
    () => void queries.invalidateQueries({ queryKey: studyKeys.all }, { cancelRefetch: false }),
  );
  const refetchCurves = createCurveRefresh(queries, CURVE_PACE);
  const refetchLogs = createLogRefresh(queries, LOG_REFRESH_MS);
  const noteProgress = createProgressNotes(queries);
  const ends = [
    subscribeTo(runsContract, 'changed', host.bridge, event => {
      if (changes.missed(event.seq)) refetchAll('');
      else refetchRun(event.runId);
    }),
    subscribeTo(runsContract, 'progress', host.bridge, event => {
      if (progress.missed(event.seq)) refetchAll('');
      noteProgress(event);
      live.add(event.jobId, event.newest);
      refetchLogs(event.jobId);
      refetchCurves(
        event.jobId,
        event.newest.map(({ name }) => name),
      );
    }),
    subscribeTo(engineContract, 'install-progress', host.bridge, event => {
      if (installs.missed(event.seq)) refetchAll('');
      showInstall(queries, event.progress);
    }),
    subscribeTo(studiesContract, 'changed', host.bridge, event => {
      if (studies.missed(event.seq)) refetchAll('');
      else refetchStudies('');
    }),
    onReconnect(host, () => {
      changes.reset();
      progress.reset();
      installs.reset();
      studies.reset();
      void queries.invalidateQueries();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Several jobs report ten times a second each; the screen is renewed at most this often. */
const PROGRESS_EVERY_MS = 500;

/** Writes what jobs tell of their progress into what the screens show, each run at most every so often. */
export function createProgressNotes(queries: QueryClient): (event: ProgressEvent) => void {
  const latest = new Map<string, ProgressEvent>();
  /** By run: the last event that told of all of it. */
  const shares = new Map<string, ProgressEvent>();
  const show = throttleByKey(PROGRESS_EVERY_MS, (runId: string) => {
    const events = [...latest.values()].filter(event => event.runId === runId);
    for (const { jobId } of events) latest.delete(jobId);
    const share = shares.get(runId);
    shares.delete(runId);
    // In one, so that it is drawn once.
    notifyManager.batch(() => {
      renewKnown<RunSnapshot>(queries, queryKeys.run(runId), known => events.reduce(withProgress, known));
      if (share !== undefined) renewKnown<readonly RunView[]>(queries, queryKeys.runs, known => withRunProgress(known, share));
    });
  });
  return event => {
    latest.set(event.jobId, event);
    if (event.run !== null) shares.set(event.runId, event);
    show(event.runId);
  };
}

/** An end may have changed which engine is in force. */
function showInstall(queries: QueryClient, progress: InstallProgress | null): void {
  if (progress === null) {
    for (const queryKey of [queryKeys.nativeEngine, queryKeys.engine]) void queries.invalidateQueries({ queryKey });
    return;
  }
  queries.setQueryData<NativeEngineState>(queryKeys.nativeEngine, known => known && { ...known, isBusy: true, progress });
}

function invalidateRun(queries: QueryClient, runId: string): void {
  suspectCurves(queries);
  const keys = [queryKeys.runs, queryKeys.run(runId), ['runs', 'logs'], ['models'], ['compare'], ['recipes', 'previewExport']];
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
}

/** The snapshot with one job's progress replaced; an ended job keeps what it had. */
export function withProgress(known: RunSnapshot, event: ProgressEvent): RunSnapshot {
  const jobs = known.jobs.map(job =>
    job.id === event.jobId && job.state === 'running' ? { ...job, progress: event.progress, remainingMs: event.remainingMs } : job,
  );
  return { ...known, jobs };
}

/** The list with the run's share renewed; the very same list where the event has none. */
export function withRunProgress(known: readonly RunView[], { runId, run }: ProgressEvent): readonly RunView[] {
  return run === null ? known : known.map(each => (each.id === runId ? { ...each, ...run } : each));
}

function onReconnect(host: Host, run: () => void): () => void {
  let lost = false;
  return host.connection.subscribe(() => {
    const state = host.connection.current();
    if (state === 'connected' && lost) run();
    lost = state !== 'connected';
  });
}
