import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { ParamSpec, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { useNames } from '../../../components/use-names.ts';
import { wizardPath } from '../../../ipc/draft.ts';
import { useCatalog } from '../../../ipc/experiment-queries.ts';

/** What only a network that answers at several widths can be used in. */
const OF_SLIMMABLE: ReadonlySet<string> = new Set(['subnet']);

/** Every kind of step that takes such a model: each opens its wizard with this one. */
export function NextMenu({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const names = useNames();
  const kinds = (useCatalog().data?.stepKinds ?? []).filter(
    ({ id, fields }) => takesModel(fields) && (row.output.summary.slimmable !== undefined || !OF_SLIMMABLE.has(id)),
  );
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden="true" />}>
          {t('models.next')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={560} style={{ overflowY: 'auto' }}>
        {kinds.map(({ id }) => (
          <Menu.Item key={id} component={Link} href={wizardPath(id, `model:${row.id}`)}>
            {names.kind(id)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function takesModel(fields: ParamSpecs): boolean {
  return Object.values(fields).some(spec => isModel(spec) || (spec.kind === 'list' && isModel(spec.of)));
}

function isModel(spec: ParamSpec): boolean {
  return spec.kind === 'reference' && spec.to === 'model';
}
