import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { Catalog } from '../../../../src-shared/domain/params/param-spec.ts';
import { startingFields } from '../../../../src-shared/domain/params/starting-values.ts';
import type { PageId } from './pages.ts';
import { valueAt, withValueAt, type Path } from './paths.ts';
import { namesOfSource, type SourceNames } from '../../../components/intake/source-names.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';

/** Kinds whose result is what lies in a file. */
const NAMED_BY_SOURCE: ReadonlySet<string> = new Set(['import-data', 'import-model']);

/** A step as a recipe has it, before its check: what a person gave, nothing filled in. */
export type RawStep = Readonly<Record<string, unknown>> & { readonly do: string };

export interface RawRecipe {
  readonly espalier: 1;
  /** Undefined once it was cleared. */
  readonly name?: string;
  readonly seed?: unknown;
  /** Those the wizard's own step needs, and then itself. */
  readonly steps: Readonly<Record<string, RawStep>>;
}

/** Everything a wizard knows; plain JSON, so that a draft is this and nothing else. */
export interface WizardState {
  readonly step: PageId;
  readonly recipe: RawRecipe;
  /** Name of the step the wizard is about. */
  readonly main: string;
  /** What was given for choices that are not chosen now, by path and choice: choosing them again brings it back. */
  readonly parked: Readonly<Record<string, unknown>>;
  /** Pages a person wanted to leave: their problems are shown. */
  readonly attempted: readonly PageId[];
  readonly touched: boolean;
  /** What run and result were called after their source; another name is a person's own. */
  readonly called?: SourceNames;
}

export type WizardAction =
  | { readonly type: 'go'; readonly to: PageId; readonly from: PageId }
  | {
      readonly type: 'set';
      readonly path: Path;
      readonly value: unknown;
      /** The step the path leads into, with the defaults the value needs around it. */
      readonly around?: RawStep;
    }
  | {
      /** Another branch of a choice (an algorithm, a variant, a form): what the old one held is parked. */
      readonly type: 'switch';
      readonly path: Path;
      readonly from: string;
      readonly to: string;
      /** For a branch that was never chosen. */
      readonly start: unknown;
      readonly around?: RawStep;
    }
  /** A better start for a field than the one it had: nobody did anything yet. */
  | { readonly type: 'suggest'; readonly path: Path; readonly value: unknown }
  | { readonly type: 'rename'; readonly to: string }
  /** The field at `path` refers to a new step of the same recipe, which comes before the others. */
  | { readonly type: 'add-step'; readonly path: Path; readonly name: string; readonly step: RawStep }
  /** The field refers to `value` instead of the step beside it, which goes. */
  | { readonly type: 'drop-step'; readonly path: Path; readonly name: string; readonly value: unknown };

export function beginWizard(kind: StepKindView, catalog: Catalog, given: Readonly<Record<string, unknown>> = {}): WizardState {
  const { start = {}, result = kind.id } = WIZARD_KINDS[kind.id] ?? {};
  const fields = { ...startingFields(kind.fields, catalog), ...start, ...given };
  return {
    step: 'what',
    recipe: { espalier: 1, name: kind.id, steps: { [result]: { do: kind.id, ...fields } } },
    main: result,
    parked: {},
    attempted: [],
    touched: false,
  };
}

export function reduceWizard(state: WizardState, action: WizardAction): WizardState {
  switch (action.type) {
    case 'go':
      return { ...calledAfterSource(state), step: action.to, attempted: [...new Set([...state.attempted, action.from])] };
    case 'set':
      return changed(state, withValueAt(surrounded(state, action), action.path, action.value));
    case 'switch':
      return switchBranch(state, action);
    case 'suggest':
      return { ...state, recipe: withValueAt(state.recipe, action.path, action.value) as RawRecipe };
    case 'rename':
      return rename(state, action.to);
    case 'add-step': {
      const steps = { [action.name]: action.step, ...state.recipe.steps };
      return changed(state, withValueAt({ ...state.recipe, steps }, action.path, action.name));
    }
    case 'drop-step': {
      const without = withValueAt(state.recipe, ['steps', action.name], undefined);
      return changed(state, withValueAt(without, action.path, action.value));
    }
  }
}

function changed(state: WizardState, recipe: unknown, more: Partial<WizardState> = {}): WizardState {
  return { ...state, ...more, recipe: recipe as RawRecipe, touched: true };
}

/** The recipe, its step at the path replaced by the one with the defaults. */
function surrounded({ recipe }: WizardState, { path, around }: { readonly path: Path; readonly around?: RawStep }): unknown {
  return around === undefined ? recipe : withValueAt(recipe, path.slice(0, 2), around);
}

function switchBranch(state: WizardState, action: Extract<WizardAction, { type: 'switch' }>): WizardState {
  const { path, from, to, start } = action;
  if (from === to) return state;
  const keyOf = (branch: string): string => JSON.stringify([...path, branch]);
  const current = valueAt(state.recipe, path);
  const parked = current === undefined ? state.parked : { ...state.parked, [keyOf(from)]: current };
  return changed(state, withValueAt(surrounded(state, action), path, parked[keyOf(to)] ?? start), { parked });
}

/** What is imported is called after its file, as long as nobody called it otherwise: several sets called `data` are told apart by nothing. */
function calledAfterSource(state: WizardState): WizardState {
  const { recipe, main, called } = state;
  const step = recipe.steps[main];
  const source = step?.['source'];
  if (step === undefined || typeof source !== 'string' || !NAMED_BY_SOURCE.has(step.do)) return state;
  const names = namesOfSource(source);
  const isOwnRun = recipe.name !== (called?.run ?? step.do);
  const isOwnResult = main !== (called?.result ?? WIZARD_KINDS[step.do]?.result);
  const named = isOwnResult ? state : rename(state, names.result);
  return { ...named, called: names, recipe: isOwnRun ? named.recipe : { ...named.recipe, name: names.run } };
}

/** A name another step has is not taken: one of the two would be lost. */
function rename(state: WizardState, to: string): WizardState {
  if (Object.hasOwn(state.recipe.steps, to)) return state;
  const steps = Object.fromEntries(Object.entries(state.recipe.steps).map(([name, step]) => [name === state.main ? to : name, step]));
  const parked = Object.entries(state.parked).map(([key, value]) => [renamedKey(key, state.main, to), value] as const);
  return changed(state, { ...state.recipe, steps }, { main: to, parked: Object.fromEntries(parked) });
}

function renamedKey(key: string, main: string, to: string): string {
  const [root, name, ...rest] = JSON.parse(key) as Path;
  return JSON.stringify([root, name === main ? to : name, ...rest]);
}

/** A stored draft as a state; null for what an older or newer form left behind. */
export function wizardStateFrom(stored: Readonly<Record<string, unknown>>): WizardState | null {
  const { step, recipe, main, parked, attempted, touched, called } = stored as Partial<WizardState>;
  if (step === undefined || recipe === undefined || typeof main !== 'string' || recipe.steps?.[main] === undefined) return null;
  const kept = { step, recipe, main, parked: parked ?? {}, attempted: attempted ?? [], touched: touched === true };
  return called === undefined ? kept : { ...kept, called };
}
