import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { NumberSpec, TextSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import { Field } from '../form/field.tsx';
import { FieldFrame } from '../form/field-frame.tsx';
import { useForm } from '../form/form-model.tsx';
import { fieldId } from './paths.ts';
import { problemsAt } from './wizard-problems.ts';
import type { WizardState } from './wizard-state.ts';

/** What belongs to the run and not to the step kind: its name, the result's, the seed, how often. */
export function RunFields({ kind, state }: { kind: StepKindView; state: WizardState }) {
  const { t } = useTranslation();
  const name: TextSpec = { kind: 'text', label: t('new.experimentName'), help: t('new.experimentNameHelp') };
  const seed: NumberSpec = {
    kind: 'number',
    label: t('new.seed'),
    help: t('new.seedHelp'),
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    integer: true,
  };
  const repeat: NumberSpec = {
    kind: 'number',
    label: t('new.repeat'),
    help: t('new.repeatHelp'),
    default: 1,
    min: 1,
    max: 100,
    integer: true,
  };
  return (
    <div>
      <Field spec={name} path={['name']} />
      <ResultName state={state} />
      <Field spec={seed} path={['seed']} />
      {kind.overGroups === 'each' && <Field spec={repeat} path={['steps', state.main, 'repeat']} />}
    </div>
  );
}

/** The step's name is the key others refer to, so writing it renames the step. */
function ResultName({ state: { main } }: { state: WizardState }) {
  const { t } = useTranslation();
  const { dispatch, problems, leave } = useForm();
  const spec: TextSpec = { kind: 'text', label: t('new.resultName'), help: t('new.resultNameHelp') };
  const id = fieldId(['steps', main]);
  const wrong = problemsAt(problems, ['steps', main]);
  return (
    <FieldFrame spec={spec} id={id} problems={wrong} bare={false} onLeave={() => leave(['steps', main])}>
      <TextInput
        id={id}
        aria-describedby={`${id}-help`}
        size="xs"
        spellCheck={false}
        autoComplete="off"
        value={main}
        error={wrong.length > 0}
        onChange={event => dispatch({ type: 'rename', to: event.currentTarget.value })}
      />
    </FieldFrame>
  );
}
