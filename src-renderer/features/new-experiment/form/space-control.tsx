import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';
import { spaceFrom, textOfSpace } from './space-text.ts';

const EXAMPLE = [
  'model: { preset: mlp, depth: { from: 1, to: 3 }, width: { from: 16, to: 256, scale: log } }',
  'optimizer: { kind: adam, learningRate: { from: 0.0001, to: 0.03 } }',
  'batchSize: { choose: [32, 64, 128] }',
].join('\n');

/** A search space in the short form of recipes, one field a line. */
export function SpaceControl({ path, value, labelled }: ControlProps<'space'>) {
  const { t } = useTranslation();
  const { dispatch } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <Textarea
        {...labelled}
        className={styles.layers}
        classNames={{ input: styles.mono ?? '' }}
        size="xs"
        rows={7}
        spellCheck={false}
        placeholder={EXAMPLE}
        value={typed ?? textOfSpace(value)}
        onChange={event => {
          setTyped(event.currentTarget.value);
          dispatch({ type: 'set', path, value: spaceFrom(event.currentTarget.value) });
        }}
        onBlur={() => setTyped(null)}
        error={labelled['aria-invalid'] === true}
      />
      <div className={styles.help}>{t('new.spaceHelp')}</div>
    </>
  );
}
