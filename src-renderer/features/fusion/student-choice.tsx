import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSpecText } from '../../components/use-spec-text.ts';
import { useCatalog } from '../../ipc/experiment-queries.ts';

/** The network that a fusion is distilled into, with its preset's own sizes. */
export function StudentChoice({ value, onChange }: { value: string; onChange: (preset: string) => void }) {
  const { t } = useTranslation();
  const text = useSpecText();
  const presets = useCatalog().data?.algorithms['preset'] ?? [];
  return (
    <Select
      label={t('fusion.student')}
      value={value}
      onChange={preset => preset !== null && onChange(preset)}
      data={presets.map(({ id, title }) => ({ value: id, label: text(title) }))}
    />
  );
}
