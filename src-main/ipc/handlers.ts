import { engineContract } from '../../src-shared/contracts/engine.contract.ts';
import { studiesContract } from '../../src-shared/contracts/studies.contract.ts';
import { uploadsContract } from '../../src-shared/contracts/uploads.contract.ts';
import { runsContract } from '../../src-shared/contracts/runs.contract.ts';
import type { News } from '../services/event-hub.ts';
import type { Services } from '../services/services.ts';
import { createEventPublisher } from './event-publisher.ts';
import type { ServeOptions } from './serve-contract.ts';
import { serveCompare } from './compare-handlers.ts';
import { serveWorkspace } from './workspace-handlers.ts';
import { serveRecipes } from './recipes-handlers.ts';
import { serveRuns } from './runs-handlers.ts';
import { serveModels } from './models-handlers.ts';
import { serveData } from './data-handlers.ts';
import { serveSettings } from './settings-handlers.ts';
import { serveDrafts } from './drafts-handlers.ts';
import { serveSurgery } from './surgery-handlers.ts';
import { serveDistillation } from './distillation-handlers.ts';
import { serveFusion } from './fusion-handlers.ts';
import { serveStudies } from './studies-handlers.ts';
import { serveEngine } from './engine-handlers.ts';
import { serveUploads } from './uploads-handlers.ts';

/** Answers every contract from the services, and passes their news on. Returns the way to stop the news. */
export function serveAll(services: Services, options: ServeOptions): () => void {
  serveWorkspace(services, options);
  serveRecipes(services, options);
  serveRuns(services, options);
  serveModels(services, options);
  serveCompare(services, options);
  serveData(services, options);
  serveEngine(services, options);
  serveUploads(services, options);
  serveSettings(services, options);
  serveDrafts(services, options);
  serveSurgery(services, options);
  serveDistillation(services, options);
  serveFusion(services, options);
  serveStudies(services, options);
  return services.context.events.subscribe(publishNews(options));
}

function publishNews({ transport }: ServeOptions): (news: News) => void {
  const runs = createEventPublisher(runsContract, transport);
  const engine = createEventPublisher(engineContract, transport);
  const uploads = createEventPublisher(uploadsContract, transport);
  const studies = createEventPublisher(studiesContract, transport);
  return news => {
    if (news.type === 'native-engine') return engine.publish('install-progress', { progress: news.progress });
    if (news.type === 'upload-progress') return uploads.publish('progress', { batch: news.batch, bytes: news.bytes });
    if (news.type === 'run-changed') return runs.publish('changed', { runId: news.runId });
    if (news.type === 'study-changed') return studies.publish('changed', { studyId: news.studyId });
    if (news.type !== 'job-progress') return;
    const { runId, jobId, progress, remainingMs, run } = news;
    // What is no number breaks its curve when it is fetched.
    const newest = news.newest.filter(({ value }) => Number.isFinite(value));
    runs.publish('progress', { runId, jobId, progress, newest, remainingMs, run });
  };
}
