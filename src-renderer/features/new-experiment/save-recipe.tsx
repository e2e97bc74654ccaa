import { Button, Popover, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AppFailure, toAppError } from '../../../src-shared/lib/app-error.ts';
import { useMessage } from '../../components/use-message.ts';
import { useSaveRecipe } from '../../ipc/experiment-queries.ts';
import styles from './new.module.css';

interface SaveRecipeProps {
  readonly name: string;
  readonly text: string;
  readonly disabled?: boolean;
}

/** Keeps a recipe in the workspace under a name; one that is taken is replaced only when asked to. */
export function SaveRecipe({ name: proposed, text, disabled = false }: SaveRecipeProps) {
  const { t } = useTranslation();
  const message = useMessage();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const save = useSaveRecipe();
  const name = (typed ?? proposed).trim();
  const isTaken = save.error instanceof AppFailure && save.error.error.path === 'name';
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name !== '') save.mutate({ name, text, replace: isTaken }, { onSuccess: () => setOpen(false) });
  }
  function toggle(open: boolean): void {
    setOpen(open);
    save.reset();
  }
  return (
    <Popover opened={isOpen} onChange={toggle} trapFocus returnFocus position="top-end" portalProps={{ target: '#floating' }}>
      <Popover.Target>
        <Button
          variant="default"
          disabled={disabled}
          leftSection={<IconDeviceFloppy size={15} aria-hidden="true" />}
          onClick={() => toggle(!isOpen)}
        >
          {save.isSuccess && !isOpen ? t('new.saved') : t('new.saveRecipe')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={styles.save} onSubmit={submit}>
          <TextInput
            size="xs"
            data-autofocus
            label={t('new.recipeName')}
            maxLength={200}
            value={typed ?? proposed}
            onChange={event => {
              setTyped(event.currentTarget.value);
              save.reset();
            }}
            error={save.error === null ? undefined : message(toAppError(save.error).message)}
          />
          <Button type="submit" loading={save.isPending} disabled={name === ''}>
            {isTaken ? t('new.replaceRecipe') : t('new.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
