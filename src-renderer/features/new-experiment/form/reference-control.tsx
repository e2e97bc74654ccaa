import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { useNames } from '../../../components/use-names.ts';
import { specsOfStep } from '../wizard/step-specs.ts';
import { WIZARD_KINDS } from '../wizard/wizard-kinds.ts';
import type { RawStep } from '../wizard/wizard-state.ts';
import { Fields } from './branch-controls.tsx';
import type { ControlProps } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';

/** Chosen for "make it in this recipe": the kind of step that does. */
const NEW = 'new:';

/** Something of the workspace, or a new step of this recipe that yields such a thing and needs nothing itself. */
export function ReferenceControl({ spec, path, value, labelled }: ControlProps<'reference'>) {
  const { t } = useTranslation();
  const names = useNames();
  const { catalog, dispatch, recipe, referables, stepKinds, samples } = useForm();
  const makers = stepKinds.filter(kind => kind.produces === spec.to && needsNothing(kind.fields));
  const current = typeof value === 'string' ? value : '';
  const inner = recipe.steps[current];
  const maker = stepKinds.find(kind => kind.id === inner?.do);
  const stored = referables[spec.to];
  const groups = [
    ...(stored.length === 0
      ? []
      : [
          {
            group: t('new.inWorkspace'),
            items: stored.map(({ value: key, label, detail }) => ({ value: key, label: `${label} · ${detail}` })),
          },
        ]),
    ...(makers.length === 0
      ? []
      : [
          {
            group: t('new.inThisRecipe'),
            items: makers.flatMap(kind => [
              ...samples.map(({ source, title }) => ({ value: `${NEW}${kind.id}:${source}`, label: title })),
              { value: `${NEW}${kind.id}:`, label: t('new.fromFiles', { kind: names.kind(kind.id) }) },
            ]),
          },
        ]),
  ];
  function choose(to: string | null): void {
    if (to === null) return;
    const made = /^new:([^:]+):(.*)$/.exec(to);
    if (made !== null) return begin(made[1] ?? '', made[2] ?? '');
    dispatch(inner === undefined ? { type: 'set', path, value: to } : { type: 'drop-step', path, name: current, value: to });
  }
  function begin(kind: string, source: string): void {
    const name = inner === undefined ? freeName(WIZARD_KINDS[kind]?.result ?? kind, Object.keys(recipe.steps)) : current;
    const kept = inner === undefined ? {} : withoutSource(inner);
    dispatch({ type: 'add-step', path, name, step: { ...kept, do: kind, ...(source === '' ? {} : { source }) } });
  }
  if (groups.length === 0) return <p className="soft">{t(`new.none.${spec.to}`)}</p>;
  return (
    <>
      <Select
        {...labelled}
        className={styles.wide}
        placeholder={t('new.choose')}
        searchable={stored.length > 8}
        value={inner === undefined ? current || null : chosenMaker(inner, samples)}
        onChange={choose}
        data={groups}
        error={labelled['aria-invalid'] === true}
      />
      {inner !== undefined && maker !== undefined && <Fields specs={specsOfStep(maker, inner, catalog)} path={['steps', current]} />}
    </>
  );
}

function needsNothing(fields: ParamSpecs): boolean {
  return !Object.values(fields).some(spec => spec.kind === 'reference' || (spec.kind === 'list' && spec.of.kind === 'reference'));
}

function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}

function withoutSource({ source: _source, ...rest }: RawStep): Readonly<Record<string, unknown>> {
  return rest;
}

function chosenMaker(step: RawStep, samples: readonly { readonly source: string }[]): string {
  const sample = samples.find(({ source }) => source === step['source']);
  return `${NEW}${step.do}:${sample?.source ?? ''}`;
}
