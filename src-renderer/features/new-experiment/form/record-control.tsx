import { ActionIcon, Button, TextInput, type TextInputProps } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { startingValue } from '../../../../src-shared/domain/params/starting-values.ts';
import { ColumnInput } from './column-input.tsx';
import type { ControlProps } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';

/** Names a person chooses, each with a value. */
export function RecordControl({ spec, path, value, labelled }: ControlProps<'record'>) {
  const { t } = useTranslation();
  const { Field, dispatch, catalog } = useForm();
  const record = isObject(value) ? value : (spec.default ?? {});
  const names = Object.keys(record);
  const set = (next: Readonly<Record<string, unknown>>): void => dispatch({ type: 'set', path, value: next });
  // The order stays while a name is typed; a name that is there already is not taken.
  function rename(from: string, to: string): void {
    if (Object.hasOwn(record, to)) return;
    set(Object.fromEntries(Object.entries(record).map(([name, item]) => [name === from ? to : name, item])));
  }
  const Name = spec.column === undefined ? PlainName : ColumnInput;
  return (
    <div id={labelled.id} tabIndex={-1} className={styles.rows}>
      {names.map((name, i) => (
        <div key={i} className={styles.row}>
          <Name
            size="xs"
            aria-label={t('new.itemName', { number: i + 1 })}
            placeholder={t('common.name')}
            spellCheck={false}
            value={name}
            onChange={to => rename(name, to)}
          />
          <Field spec={spec.of} path={[...path, name]} fallback={record[name]} bare />
          <ActionIcon
            size="sm"
            aria-label={t('new.removeItem', { number: i + 1 })}
            onClick={() => set(Object.fromEntries(Object.entries(record).filter(([other]) => other !== name)))}
          >
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconPlus size={12} aria-hidden="true" />}
        disabled={Object.hasOwn(record, '')}
        onClick={() => set({ ...record, '': startingValue(spec.of, catalog) })}
      >
        {t('new.addItem')}
      </Button>
    </div>
  );
}

function PlainName({ onChange, ...props }: Omit<TextInputProps, 'onChange'> & { onChange: (to: string) => void }) {
  return <TextInput {...props} onChange={event => onChange(event.currentTarget.value)} />;
}
