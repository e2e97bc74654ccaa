import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { ModelPicker } from './model-picker.tsx';

interface ChooseModelsProps {
  readonly rows: readonly ModelRow[];
  readonly chosen: readonly string[];
  readonly isPrimary?: boolean;
  /** Once the list is closed with another choice. */
  readonly onChange: (ids: readonly string[]) => void;
}

/** The button that opens the list of all models. */
export function ChooseModels({ rows, chosen, isPrimary = false, onChange }: ChooseModelsProps) {
  const { t } = useTranslation();
  const [isOpen, list] = useDisclosure(false);
  const [ids, setIds] = useState(chosen);
  const open = (): void => {
    setIds(chosen);
    list.open();
  };
  const close = (): void => {
    list.close();
    if (ids.length > 0 && ids.join() !== chosen.join()) onChange(ids);
  };
  return (
    <>
      <Button
        variant={isPrimary ? 'filled' : 'default'}
        leftSection={isPrimary ? null : <IconListCheck size={15} aria-hidden="true" />}
        onClick={open}
      >
        {t('compare.chooseModels')}
      </Button>
      <ModelPicker rows={rows} chosen={ids} isOpen={isOpen} onClose={close} onChange={setIds} />
    </>
  );
}
