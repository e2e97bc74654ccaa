import { compareContract } from '../../src-shared/contracts/compare.contract.ts';
import { engineContract } from '../../src-shared/contracts/engine.contract.ts';
import { modelsContract } from '../../src-shared/contracts/models.contract.ts';
import { recipesContract } from '../../src-shared/contracts/recipes.contract.ts';
import { runsContract } from '../../src-shared/contracts/runs.contract.ts';
import { workspaceContract } from '../../src-shared/contracts/workspace.contract.ts';
import type { EngineFlavour } from '../../src-shared/domain/native-engine.ts';
import type { News } from '../services/event-hub.ts';
import { comparisonOf, comparisonRows, dataRows, modelDetail, modelRows } from '../services/models.ts';
import { checkRecipeText } from '../services/recipes.ts';
import type { Services } from '../services/services.ts';
import { createEventPublisher } from './event-publisher.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

/** Answers every contract from the services, and passes their news on. Returns the way to stop the news. */
export function serveAll(services: Services, options: ServeOptions): () => void {
  serveWorkspace(services, options);
  serveRecipes(services, options);
  serveRuns(services, options);
  serveModels(services, options);
  serveEngine(services, options);
  return services.context.events.subscribe(publishNews(options));
}

function publishNews({ transport }: ServeOptions): (news: News) => void {
  const runs = createEventPublisher(runsContract, transport);
  const engine = createEventPublisher(engineContract, transport);
  return news => {
    if (news.type === 'native-engine') return engine.publish('install-progress', { progress: news.progress });
    if (news.type === 'run-changed') return runs.publish('changed', { runId: news.runId });
    const { runId, jobId, progress, remainingMs } = news;
    runs.publish('progress', { runId, jobId, progress, remainingMs });
  };
}

function serveEngine({ nativeEngine, context }: Services, options: ServeOptions): void {
  const handlers = {
    state: async () => nativeEngine.state(),
    install: async ({ flavour }: { flavour: EngineFlavour }) => {
      // Minutes: the state and the events tell how it goes and how it ended.
      nativeEngine
        .install(flavour)
        .catch((thrown: unknown) => context.log('warn', `The native engine was not installed: ${String(thrown)}`));
      return nativeEngine.state();
    },
    cancelInstall: async () => ({ wasBusy: nativeEngine.cancel() }),
    uninstall: async () => ({ folders: [...(await nativeEngine.uninstall()).folders] }),
  };
  serveContract(engineContract, handlers, options);
}

function serveWorkspace({ context, stepKinds, product }: Services, options: ServeOptions): void {
  const handlers = {
    get: async () => ({ name: product.workspaceName, path: context.workspaceFolder, version: product.version }),
    engine: () => context.engineStatus(),
    catalog: async () => ({ algorithms: context.catalog, stepKinds: [...stepKinds] }),
  };
  serveContract(workspaceContract, handlers, options);
}

function serveRecipes({ context, builtinRecipes }: Services, options: ServeOptions): void {
  const handlers = {
    builtin: async () => [...builtinRecipes],
    check: async ({ recipe }: { recipe: string }) => {
      const { problems, steps } = checkRecipeText(recipe, context.catalog);
      return { problems: [...problems], steps: [...steps] };
    },
  };
  serveContract(recipesContract, handlers, options);
}

function serveRuns({ runs }: Services, options: ServeOptions): void {
  serveContract(
    runsContract,
    {
      list: async ({ limit }) => [...runs.list(limit)],
      get: async ({ runId }) => runs.get(runId),
      start: async ({ recipe, fresh }) => ({ runId: runs.start({ recipe, fresh, folder: null }) }),
      cancel: async ({ runId }) => ({ wasRunning: runs.cancel(runId) }),
      resume: async ({ runId }) => ({ runId: runs.resume(runId) }),
      series: async ({ jobId, maxPoints }) =>
        runs.series(jobId, maxPoints).map(({ name, steps, values }) => ({ name, steps: [...steps], values: [...values] })),
      logs: async ({ jobId, tail }) => [...(await runs.logs(jobId, tail))],
    },
    options,
  );
}

function serveModels({ context }: Services, options: ServeOptions): void {
  const { db } = context;
  serveContract(
    modelsContract,
    {
      list: async () => [...modelRows(db)],
      get: async ({ modelId }) => {
        const { model, graph, layers } = await modelDetail(db, modelId, context.readArtifact);
        return { model, graph, layers: [...layers] };
      },
      data: async () => [...dataRows(db)],
    },
    options,
  );
  const comparisons = {
    list: async () => comparisonRows(db),
    get: async ({ jobId }: { jobId: string }) => comparisonOf(db, jobId),
  };
  serveContract(compareContract, comparisons, options);
}
