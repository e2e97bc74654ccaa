import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { Catalog } from '../../../../src-shared/domain/params/param-spec.ts';
import { withDefaultsOnWay } from './defaults-on-way.ts';
import { specsOfStep } from './step-specs.ts';
import type { RawStep, WizardAction, WizardState } from './wizard-state.ts';

/** A change deep inside a step takes along the defaults of what it lies in. */
export function withSurroundings(
  action: WizardAction,
  { recipe }: WizardState,
  { stepKinds, algorithms }: { readonly stepKinds: readonly StepKindView[]; readonly algorithms: Catalog },
): WizardAction {
  if (action.type !== 'set' && action.type !== 'switch') return action;
  const [root, name, ...inside] = action.path;
  const step = root === 'steps' && inside.length > 1 ? recipe.steps[String(name)] : undefined;
  const kind = stepKinds.find(({ id }) => id === step?.do);
  if (step === undefined || kind === undefined) return action;
  const specs = specsOfStep(kind, step, algorithms);
  return { ...action, around: withDefaultsOnWay(step, inside, { specs, catalog: algorithms }) as RawStep };
}
