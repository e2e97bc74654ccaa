import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CatalogEntry, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { optionFor } from '../../../../src-shared/domain/params/option-for.ts';
import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { startingFields, startingOption, startingValue } from '../../../../src-shared/domain/params/starting-values.ts';
import type { Path } from '../wizard/paths.ts';
import type { ControlProps } from './control.ts';
import { shortLabel } from './short-label.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';
import { useSpecText } from '../../../components/use-spec-text.ts';

const NONE = '';

/** The fields of a block, one below the other. */
export function Fields({ specs, path, given }: { specs: ParamSpecs; path: Path; given?: unknown }) {
  const { Field } = useForm();
  const entries = Object.entries(specs);
  if (entries.length === 0) return null;
  return (
    <div className={styles.inner}>
      {entries.map(([name, spec]) => (
        <Field key={name} spec={spec} path={[...path, name]} fallback={isObject(given) ? given[name] : undefined} />
      ))}
    </div>
  );
}

/** One that may be left out is switched on first. */
export function GroupControl({ spec, path, value, labelled }: ControlProps<'group'>) {
  const { t } = useTranslation();
  const { dispatch, catalog } = useForm();
  if (spec.optional !== true) return <Fields specs={spec.fields} path={path} given={value ?? spec.default} />;
  const isOn = value !== undefined;
  const start = startingFields(spec.fields, catalog);
  return (
    <>
      <Switch
        {...labelled}
        size="xs"
        checked={isOn}
        label={isOn ? t('new.on') : t('new.off')}
        onChange={() =>
          dispatch({ type: 'switch', path, from: isOn ? 'on' : NONE, to: isOn ? NONE : 'on', start: isOn ? undefined : start })
        }
      />
      {isOn && <Fields specs={spec.fields} path={path} />}
    </>
  );
}

export function AlgorithmControl({ spec, path, value, labelled }: ControlProps<'algorithm'>) {
  const { dispatch, catalog } = useForm();
  const text = useSpecText();
  const entries = catalog[spec.registry] ?? [];
  const given = value ?? spec.default;
  const id = memberOf(given, spec.tag);
  const chosen = entries.find(entry => entry.id === id);
  const startOf = (entry: CatalogEntry | undefined): unknown =>
    entry === undefined ? undefined : { [spec.tag]: entry.id, ...startingFields(entry.params, catalog) };
  return (
    <>
      <Branches
        labelled={labelled}
        value={id}
        options={entries.map(entry => ({ value: entry.id, label: text(entry.title) }))}
        mayBeNone={spec.optional === true}
        onChoose={to => dispatch({ type: 'switch', path, from: id, to, start: startOf(entries.find(entry => entry.id === to)) })}
      />
      {chosen !== undefined && <About entry={chosen} />}
      {chosen !== undefined && <Fields specs={chosen.params} path={path} given={given} />}
    </>
  );
}

function About({ entry }: { entry: CatalogEntry }) {
  const { t } = useTranslation();
  const text = useSpecText();
  return (
    <div className={styles.help}>
      {entry.help !== undefined && <span>{text(entry.help)} </span>}
      <span className="faint">{t('new.source', { source: text(entry.source) })}</span>
    </div>
  );
}

/** Id of the chosen member; a bare id stands for the member with its defaults. */
function memberOf(value: unknown, tag: string): string {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value[tag] === 'string' ? value[tag] : NONE;
}

/** An object with one of several keys: which one is a choice, its value a field. */
export function VariantControl({ spec, path, value, labelled }: ControlProps<'variant'>) {
  const { dispatch, catalog } = useForm();
  const text = useSpecText();
  const given = value ?? spec.default;
  const chosen = isObject(given) ? (Object.keys(given)[0] ?? NONE) : NONE;
  const inner = spec.variants[chosen];
  const startOf = (to: string): unknown => {
    const variant = spec.variants[to];
    return variant === undefined ? undefined : { [to]: startingValue(variant, catalog) };
  };
  return (
    <>
      <Branches
        labelled={labelled}
        value={chosen}
        options={Object.entries(spec.variants).map(([name, variant]) => ({ value: name, label: text(variant.label) }))}
        mayBeNone={spec.optional === true}
        onChoose={to => dispatch({ type: 'switch', path, from: chosen, to, start: startOf(to) })}
      />
      {inner !== undefined && <Fields specs={{ [chosen]: inner }} path={path} given={given} />}
    </>
  );
}

/** A value of one of several forms. */
export function OneOfControl({ spec, path, value, labelled }: ControlProps<'one-of'>) {
  const { Field, dispatch, catalog } = useForm();
  const text = useSpecText();
  const { options } = spec;
  const given = value ?? spec.default;
  const fitting = given === undefined ? undefined : optionFor(spec, given);
  const meant = fitting ?? options[0];
  const index = meant === undefined ? 0 : options.indexOf(meant);
  const startOf = (to: number): unknown => startingOption(options[to]!, catalog);
  return (
    <>
      <Branches
        labelled={labelled}
        value={String(index)}
        options={options.map((option, i) => ({ value: String(i), label: text(shortLabel(option.label)) }))}
        mayBeNone={false}
        onChoose={to => dispatch({ type: 'switch', path, from: String(index), to, start: startOf(Number(to)) })}
      />
      {meant !== undefined && (
        <div className={styles.inner}>
          <Field spec={meant.kind === 'group' ? { ...meant, label: shortLabel(meant.label) } : meant} path={path} fallback={given} bare />
        </div>
      )}
    </>
  );
}

interface BranchesProps {
  readonly labelled: ControlProps['labelled'];
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly mayBeNone: boolean;
  readonly onChoose: (value: string) => void;
}

function Branches({ labelled, value, options, mayBeNone, onChoose }: BranchesProps) {
  const { t } = useTranslation();
  const all = [...(mayBeNone ? [{ value: NONE, label: t('new.leftOut') }] : []), ...options];
  const isShort = all.length <= 3 && all.every(({ label }) => label.length <= 32);
  if (isShort) return <SegmentedControl {...labelled} value={value} onChange={onChoose} data={all} />;
  return (
    <Select
      {...labelled}
      className={styles.select}
      value={value}
      onChange={to => to !== null && onChoose(to)}
      data={all}
      error={labelled['aria-invalid'] === true}
    />
  );
}
