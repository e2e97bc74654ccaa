import { Spotlight } from '@mantine/spotlight';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShellCommand } from '../../../src-shared/contracts/shell.contract.ts';
import { readFiles } from '../../components/intake/read-drop.ts';
import type { DroppedFile } from '../../components/intake/sort-drop.ts';
import { useActionCommands, useScreenCommands } from './action-commands.tsx';
import { useThingCommands } from './thing-commands.tsx';

interface CommandBoxProps {
  readonly onCommand: (command: ShellCommand) => void;
  readonly onFiles: (files: readonly DroppedFile[]) => Promise<void>;
}

/** Everything reachable by typing: screens, actions, projects, recipes, and all that the project holds. */
export function CommandBox({ onCommand, onFiles }: CommandBoxProps) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const screens = useScreenCommands();
  const actions = useActionCommands(onCommand, () => chooser.current?.click());
  const things = useThingCommands();
  return (
    <>
      <Spotlight
        actions={[screens, actions, ...things]}
        shortcut={['mod + K']}
        limit={14}
        scrollable
        maxHeight={460}
        highlightQuery
        lockScroll={false}
        nothingFound={t('common.noMatch')}
        attributes={{ content: { 'aria-label': t('app.search') } }}
        searchProps={{ placeholder: t('commands.placeholder'), 'aria-label': t('commands.placeholder') }}
      />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={event => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void readFiles(files).then(onFiles);
        }}
      />
    </>
  );
}
