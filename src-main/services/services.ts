import type { StepKindView } from '../../src-shared/contracts/workspace.contract.ts';
import type { ServiceContext } from './context.ts';
import { createDataService, type DataService } from './data.ts';
import type { NativeEngine } from './native-engine/native-engine.ts';
import type { BuiltinRecipe } from './recipes.ts';
import { createRunEngine } from './run-engine.ts';
import { createSurgeryService, type SurgeryService } from './surgery.ts';
import { createRunService, type RunService } from './runs.ts';
import type { OfferedFiles, Uploads } from './uploads.ts';

/** The use cases, for the handlers of the contracts and for the command line. */
export interface Services {
  readonly context: ServiceContext;
  readonly runs: RunService;
  readonly data: DataService;
  readonly surgery: SurgeryService;
  readonly nativeEngine: NativeEngine;
  readonly uploads: Uploads;
  readonly offered: OfferedFiles;
  readonly stepKinds: readonly StepKindView[];
  readonly builtinRecipes: readonly BuiltinRecipe[];
  readonly product: { readonly version: string; readonly workspaceName: string };
  /** Stops what runs, so that it can be resumed. */
  close(): Promise<void>;
}

export function createServices(
  context: ServiceContext,
  parts: Omit<Services, 'context' | 'runs' | 'data' | 'surgery' | 'close'>,
): Services {
  const engine = createRunEngine(context);
  const close = async (): Promise<void> => void (await Promise.all([engine.close(), parts.nativeEngine.close()]));
  const surgery = createSurgeryService(context);
  return { context, ...parts, runs: createRunService(context, engine), data: createDataService(context), surgery, close };
}
