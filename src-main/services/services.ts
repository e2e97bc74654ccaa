import type { StepKindView } from '../../src-shared/contracts/workspace.contract.ts';
import type { DoctorFinding, MachineFacts } from '../../src-shared/domain/settings.ts';
import { createComparisonService, type ComparisonService } from './comparisons.ts';
import type { ServiceContext } from './context.ts';
import { createDataService, type DataService } from './data.ts';
import { createFusionBench, type FusionBench } from './fusion-bench.ts';
import type { NativeEngine } from './native-engine/native-engine.ts';
import type { BuiltinRecipe } from './recipes.ts';
import { createRunEngine } from './run-engine.ts';
import { createExportPreviews, type ExportPreviews } from './export-previews.ts';
import { createPruningPreviews, type PruningPreviews } from './pruning-preview.ts';
import { createSurgeryService, type SurgeryService } from './surgery.ts';
import { createSoftLabelService, type SoftLabelService } from './soft-labels.ts';
import { createRunService, type RunService } from './runs.ts';
import { createStudyService, type StudyService } from './studies/study-views.ts';
import type { OfferedFiles, Uploads } from './uploads.ts';

/** What only the composition root can look at. */
export interface HostPort {
  machine(): MachineFacts;
  /** Of the whole workspace. Throws `invalid-input` while jobs run. */
  examine(): Promise<readonly DoctorFinding[]>;
  repair(): Promise<number>;
}

/** The use cases, for the handlers of the contracts and for the command line. */
export interface Services {
  readonly context: ServiceContext;
  readonly runs: RunService;
  readonly data: DataService;
  readonly comparisons: ComparisonService;
  readonly surgery: SurgeryService;
  readonly previews: PruningPreviews;
  readonly exportPreviews: ExportPreviews;
  readonly softLabels: SoftLabelService;
  readonly fusionBench: FusionBench;
  readonly studies: StudyService;
  readonly nativeEngine: NativeEngine;
  readonly uploads: Uploads;
  readonly offered: OfferedFiles;
  readonly stepKinds: readonly StepKindView[];
  readonly builtinRecipes: readonly BuiltinRecipe[];
  readonly host: HostPort;
  readonly product: { readonly version: string; readonly workspaceName: string };
  /** Stops what runs, so that it can be resumed. */
  close(): Promise<void>;
}

type Made = 'runs' | 'data' | 'comparisons' | 'surgery' | 'previews' | 'exportPreviews' | 'softLabels' | 'fusionBench' | 'studies';
type Given = Omit<Services, 'context' | Made | 'close'>;

export function createServices(context: ServiceContext, parts: Given): Services {
  const engine = createRunEngine(context);
  const close = async (): Promise<void> => void (await Promise.all([engine.close(), parts.nativeEngine.close()]));
  const [data, comparisons] = [createDataService(context), createComparisonService(context)];
  const [surgery, previews] = [createSurgeryService(context), createPruningPreviews(context)];
  const softLabels = createSoftLabelService(context);
  const fusionBench = createFusionBench(context);
  const made = {
    runs: createRunService(context, engine),
    data,
    comparisons,
    surgery,
    previews,
    exportPreviews: createExportPreviews(context),
    softLabels,
    fusionBench,
    studies: createStudyService(context),
  };
  return { context, ...parts, ...made, close };
}
