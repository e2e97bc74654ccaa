import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from './control.ts';
import { useForm } from './form-model.tsx';
import styles from './form.module.css';
import { layersFrom, textOfLayers } from './layers-text.ts';

const EXAMPLE = ['{ conv2d: { filters: 8, kernel: 3 } }', 'relu', '{ max-pool: 2 }', 'flatten', '{ dense: 10 }'].join('\n');

/** Layers in the short form of recipes, one a line: the form of someone who writes networks. */
export function LayersControl({ path, value, labelled }: ControlProps<'layers'>) {
  const { t } = useTranslation();
  const { dispatch, catalog } = useForm();
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
        value={typed ?? textOfLayers(value)}
        onChange={event => {
          setTyped(event.currentTarget.value);
          dispatch({ type: 'set', path, value: layersFrom(event.currentTarget.value) });
        }}
        onBlur={() => setTyped(null)}
        error={labelled['aria-invalid'] === true}
      />
      <div className={styles.help}>{t('new.layersHelp', { layers: (catalog['layer'] ?? []).map(({ id }) => id).join(', ') })}</div>
    </>
  );
}
