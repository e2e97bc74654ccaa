import { createContext, type ComponentType, type ReactNode, use } from 'react';
import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { InputKind } from '../../../../src-shared/domain/dataset.ts';
import type { Catalog } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import type { GlimpsedColumn } from '../../../../src-shared/domain/source-glimpse.ts';
import type { Path } from '../wizard/paths.ts';
import type { FieldProps } from './control.ts';
import type { RawRecipe, WizardAction } from '../wizard/wizard-state.ts';

/** Something of the workspace that a field may refer to. */
export interface Referable {
  /** `model:ID`, as a recipe says it. */
  readonly value: string;
  readonly label: string;
  /** Told beside the name, which need not be unique. */
  readonly detail: string;
}

/** What the fields of a form read and write. */
export interface FormModel {
  readonly catalog: Catalog;
  readonly recipe: RawRecipe;
  /** Those that are shown already. */
  readonly problems: readonly ParamProblem[];
  readonly referables: { readonly model: readonly Referable[]; readonly data: readonly Referable[] };
  readonly samples: readonly { readonly source: string; readonly title: string; readonly holds: InputKind }[];
  /** Of the step's source, as far as they are known. */
  readonly columns: readonly GlimpsedColumn[];
  /** By id. */
  readonly stepKinds: readonly StepKindView[];
  /** The field itself, for controls that are made of further fields. */
  readonly Field: ComponentType<FieldProps>;
  dispatch(action: WizardAction): void;
  /** The field was left: its problems may be shown. */
  leave(path: Path): void;
}

const FormContext = createContext<FormModel | null>(null);

export function FormProvider({ model, children }: { model: FormModel; children: ReactNode }) {
  return <FormContext value={model}>{children}</FormContext>;
}

export function useForm(): FormModel {
  const model = use(FormContext);
  if (model === null) throw new Error('FormProvider is missing above this field');
  return model;
}
