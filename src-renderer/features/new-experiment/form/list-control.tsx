import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { startingValue } from '../../../../src-shared/domain/params/starting-values.ts';
import { fieldId } from '../wizard/paths.ts';
import type { ControlProps, SpecOf } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';
import { useSpecText } from '../../../components/use-spec-text.ts';

/** Algorithms and references are ticked; anything else is a row per item. */
export function ListControl(props: ControlProps<'list'>) {
  const { of } = props.spec;
  if (of.kind === 'algorithm') return <AlgorithmTicks {...props} of={of} />;
  if (of.kind === 'reference') return <ReferenceTicks {...props} to={of.to} />;
  return <Rows {...props} />;
}

function AlgorithmTicks({ of, ...props }: ControlProps<'list'> & { of: SpecOf<'algorithm'> }) {
  const { catalog } = useForm();
  const text = useSpecText();
  const options = (catalog[of.registry] ?? []).map(({ id, title, help }) => ({
    value: id,
    label: text(title),
    detail: help === undefined ? '' : text(help),
  }));
  return <Ticks {...props} options={options} keyOf={item => (isObject(item) ? String(item[of.tag]) : String(item))} />;
}

function ReferenceTicks({ to, ...props }: ControlProps<'list'> & { to: 'model' | 'data' }) {
  const { t } = useTranslation();
  const { referables } = useForm();
  if (referables[to].length === 0) return <p className="soft">{t(`new.none.${to}`)}</p>;
  return <Ticks {...props} options={referables[to]} keyOf={String} />;
}

interface TicksProps extends ControlProps<'list'> {
  readonly options: readonly { readonly value: string; readonly label: string; readonly detail: string }[];
  readonly keyOf: (item: unknown) => string;
}

/** What was ticked stands in the order of the options; an item with parameters of its own keeps them. */
function Ticks({ spec, path, value, labelled, options, keyOf }: TicksProps) {
  const { dispatch } = useForm();
  const given = Array.isArray(value) ? (value as readonly unknown[]) : (spec.default ?? []);
  const chosen = given.map(keyOf);
  function change(next: readonly string[]): void {
    const items = options.filter(option => next.includes(option.value)).map(({ value: key }) => given[chosen.indexOf(key)] ?? key);
    dispatch({ type: 'set', path, value: items });
  }
  return (
    <Checkbox.Group {...labelled} value={[...chosen]} onChange={change}>
      <div className={styles.ticks}>
        {options.map(option => (
          <Checkbox key={option.value} size="sm" value={option.value} label={option.label} description={option.detail} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Rows({ spec, path, value, labelled }: ControlProps<'list'>) {
  const { t } = useTranslation();
  const { Field, dispatch, catalog } = useForm();
  const items = Array.isArray(value) ? (value as readonly unknown[]) : (spec.default ?? []);
  const { minItems = 0, maxItems = Infinity } = spec;
  const isOptional = spec.optional === true;
  const set = (next: readonly unknown[]): void =>
    dispatch({ type: 'set', path, value: isOptional && next.length === 0 ? undefined : next });
  return (
    <div id={labelled.id} tabIndex={-1} className={styles.rows}>
      {items.map((item, i) => (
        <div key={i} className={styles.row}>
          <Field spec={{ ...spec.of, label: `${spec.of.label} ${i + 1}` }} path={[...path, i]} fallback={item} bare />
          <ActionIcon
            size="sm"
            aria-label={t('new.removeItem', { number: i + 1 })}
            disabled={items.length <= minItems && !isOptional}
            onClick={() => set(items.filter((__, other) => other !== i))}
          >
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconPlus size={12} aria-hidden="true" />}
        disabled={items.length >= maxItems}
        onClick={() => {
          set([...items, items.at(-1) ?? startingValue(spec.of, catalog) ?? '']);
          requestAnimationFrame(() => document.getElementById(fieldId([...path, items.length]))?.focus());
        }}
      >
        {t('new.addItem')}
      </Button>
    </div>
  );
}
