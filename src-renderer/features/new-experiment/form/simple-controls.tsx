import { Button, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';
import { numberFrom, stepped, textOfNumber } from './number-text.ts';
import { ColumnInput } from './column-input.tsx';
import { SourceChooser, type ChosenSource } from './source-chooser.tsx';
import { useOptionText, useSpecText } from '../../../components/use-spec-text.ts';

/** Up to this many choices stand side by side. */
const SEGMENTS = 4;

/** A text field, so that `1e-4` can be typed and a wrong text is kept and told; arrow keys step. Left empty, the default holds. */
export function NumberControl({ spec, path, value, labelled }: ControlProps<'number'>) {
  const { dispatch } = useForm();
  const text = useSpecText();
  const shown = textOfNumber(value ?? spec.default);
  const [typed, setTyped] = useState<string | null>(null);
  const change = (given: string): void => {
    setTyped(given);
    dispatch({ type: 'set', path, value: numberFrom(given) });
  };
  function step(event: KeyboardEvent): void {
    const current = numberFrom(typed ?? shown);
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || typeof current !== 'number') return;
    event.preventDefault();
    change(String(stepped(spec, current, event.key === 'ArrowUp' ? 1 : -1)));
  }
  return (
    <TextInput
      {...labelled}
      className={styles.number}
      size="xs"
      inputMode={spec.integer === true ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed ?? shown}
      onChange={event => change(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
      onKeyDown={step}
      error={labelled['aria-invalid'] === true}
      rightSection={spec.unit === undefined ? undefined : <span className={styles.unit}>{text(spec.unit)}</span>}
      rightSectionWidth={60}
    />
  );
}

export function ChoiceControl({ spec, path, value, labelled }: ControlProps<'choice'>) {
  const { t } = useTranslation();
  const { dispatch } = useForm();
  const named = useOptionText();
  const titled = useSpecText();
  const text = (option: string): string => (spec.titles?.[option] === undefined ? named(option) : titled(spec.titles[option]));
  const chosen = String(value ?? spec.default ?? '');
  const none = spec.optional === true ? [{ value: '', label: t('new.leftOut') }] : [];
  const data = [...none, ...spec.options.map(option => ({ value: option, label: text(option) }))];
  const choose = (option: string): void => dispatch({ type: 'set', path, value: option === '' ? undefined : option });
  if (data.length <= SEGMENTS) {
    return <SegmentedControl {...labelled} value={chosen} onChange={choose} data={data} />;
  }
  return (
    <Select
      {...labelled}
      className={styles.select}
      value={chosen}
      onChange={option => option !== null && choose(option)}
      data={data}
      error={labelled['aria-invalid'] === true}
    />
  );
}

export function FlagControl({ spec, path, value, labelled }: ControlProps<'flag'>) {
  const { t } = useTranslation();
  const { dispatch } = useForm();
  const checked = typeof value === 'boolean' ? value : spec.default;
  return (
    <Switch
      {...labelled}
      size="xs"
      checked={checked}
      label={checked ? t('new.on') : t('new.off')}
      onChange={event => dispatch({ type: 'set', path, value: event.currentTarget.checked })}
    />
  );
}

const PLAIN_TEXT = { size: 'xs', spellCheck: false, autoComplete: 'off' } as const;

export function TextControl({ spec, path, value, labelled }: ControlProps<'text'>) {
  const { dispatch, samples } = useForm();
  const { t } = useTranslation();
  const set = (given: string): void => dispatch({ type: 'set', path, value: given === '' ? undefined : given });
  const choose = ({ source, kind }: ChosenSource): void => {
    set(source);
    if (kind !== null && spec.path === 'source') dispatch({ type: 'set', path: [...path.slice(0, -1), 'kind'], value: kind });
  };
  const shared = {
    ...labelled,
    className: styles.text ?? '',
    value: typeof value === 'string' ? value : '',
    error: labelled['aria-invalid'] === true,
    ...(spec.default === undefined ? {} : { placeholder: spec.default }),
    ...PLAIN_TEXT,
  };
  return (
    <>
      {spec.column === undefined ? (
        <TextInput {...shared} onChange={event => set(event.currentTarget.value)} />
      ) : (
        <ColumnInput {...shared} of={spec.column.of} onChange={set} />
      )}
      {spec.path === 'source' && (
        <div className={styles.samples}>
          <span className="soft small">{t('new.samples')}</span>
          {samples.map(({ source, title }) => (
            <Button key={source} variant="default" size="compact-xs" onClick={() => set(source)} title={title}>
              {source}
            </Button>
          ))}
        </div>
      )}
      {spec.path !== undefined && spec.path !== 'folder' && (
        <SourceChooser of={spec.path === 'model' ? 'model-reader' : 'reader'} onChosen={choose} />
      )}
      {spec.path !== undefined && <div className={styles.help}>{t('new.pathsInside')}</div>}
    </>
  );
}
