import { Button, Menu, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../../components/error-note.tsx';
import { useDeleteModelView, useModelViews, useSaveModelView } from '../../../ipc/model-queries.ts';
import { DEFAULT_VIEW, parseTableView, type TableView } from './table-view.ts';

interface ViewsMenuProps {
  readonly view: TableView;
  readonly onChange: (view: TableView) => void;
}

/** Ways to look at the list, kept with the workspace. */
export function ViewsMenu({ view, onChange }: ViewsMenuProps) {
  const { t } = useTranslation();
  const views = useModelViews().data ?? [];
  const remove = useDeleteModelView();
  const [naming, dialog] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={15} aria-hidden="true" />}>
            {t('models.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onChange(DEFAULT_VIEW)}>{t('models.defaultView')}</Menu.Item>
          {views.map(({ name, view: kept }) => (
            <Menu.Item key={name} onClick={() => onChange(parseTableView(kept))}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={dialog.open}>{t('models.saveView')}</Menu.Item>
          {views.map(({ name }) => (
            <Menu.Item key={name} leftSection={<IconTrash size={14} aria-hidden="true" />} onClick={() => remove.mutate(name)}>
              {t('models.deleteView', { name })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={dialog.close} title={t('models.saveView')} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <NameView view={view} onDone={dialog.close} />
      </Modal>
    </>
  );
}

function NameView({ view, onDone }: { view: TableView; onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const save = useSaveModelView();
  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    save.mutate({ name, view }, { onSuccess: onDone });
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label={t('common.name')}
        value={name}
        maxLength={80}
        onChange={event => setName(event.currentTarget.value)}
      />
      {save.error !== null && <FailureNote failure={save.error} />}
      <div className="row" style={{ marginTop: 12, justifyContent: 'flex-end' }}>
        <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {t('models.save')}
        </Button>
      </div>
    </form>
  );
}
