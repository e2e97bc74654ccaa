import type { ComponentType } from 'react';
import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import { fieldId, valueAt } from '../wizard/paths.ts';
import { problemsAt } from '../wizard/wizard-problems.ts';
import { AlgorithmControl, GroupControl, OneOfControl, VariantControl } from './branch-controls.tsx';
import type { ControlProps, FieldProps } from './control.ts';
import { FieldFrame } from './field-frame.tsx';
import { useForm } from './form-model.tsx';
import { LayersControl } from './layers-control.tsx';
import { ListControl } from './list-control.tsx';
import { RecordControl } from './record-control.tsx';
import { ReferenceControl } from './reference-control.tsx';
import { useSpecText } from '../../../components/use-spec-text.ts';
import { SpaceControl } from './space-control.tsx';
import { ChoiceControl, FlagControl, NumberControl, TextControl } from './simple-controls.tsx';

type Controls = { readonly [K in ParamSpec['kind']]: ComponentType<ControlProps<K>> };

const CONTROLS: Controls = {
  number: NumberControl,
  choice: ChoiceControl,
  flag: FlagControl,
  text: TextControl,
  list: ListControl,
  record: RecordControl,
  group: GroupControl,
  variant: VariantControl,
  algorithm: AlgorithmControl,
  layers: LayersControl,
  reference: ReferenceControl,
  'one-of': OneOfControl,
  space: SpaceControl,
};

/** Kinds whose inner fields tell their own problems. */
const OPEN: ReadonlySet<ParamSpec['kind']> = new Set(['list', 'record', 'group', 'variant', 'algorithm', 'one-of']);

/** One parameter: label, control, unit, default, help, source and what is wrong with it. */
export function Field({ spec, path, fallback, bare = false }: FieldProps) {
  const { recipe, problems, leave } = useForm();
  const id = fieldId(path);
  const wrong = problemsAt(problems, path, !OPEN.has(spec.kind));
  const text = useSpecText();
  const described = [...(bare ? [] : [`${id}-help`]), ...(wrong.length === 0 ? [] : [`${id}-problem`])].join(' ');
  const called = bare ? { 'aria-label': text(spec.label) } : { 'aria-labelledby': `${id}-label` };
  const Control = CONTROLS[spec.kind] as ComponentType<ControlProps>;
  const labelled = { id, ...called, ...(described === '' ? {} : { 'aria-describedby': described }), 'aria-invalid': wrong.length > 0 };
  return (
    <FieldFrame spec={spec} id={id} problems={wrong} bare={bare} onLeave={() => leave(path)}>
      <Control spec={spec} path={path} value={valueAt(recipe, path) ?? fallback} labelled={labelled} />
    </FieldFrame>
  );
}
