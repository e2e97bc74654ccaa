import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Compact, FileSize } from '../../components/figures.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { useSeriesColours } from '../../components/series-colours.ts';
import { Swatch } from '../../components/swatch.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useModels } from '../../ipc/queries.ts';
import { ModelPage } from './model-page.tsx';
import { ValidationFigure } from './validation-figure.tsx';

export function ModelsScreen({ id }: { id?: string }) {
  return id === undefined ? <ModelList /> : <ModelPage id={id} />;
}

function ModelList() {
  const { t } = useTranslation();
  const models = useModels();
  const [filter, setFilter] = useState('');
  return (
    <Page
      title={t('models.title')}
      actions={
        <TextInput
          size="xs"
          placeholder={t('models.filter')}
          aria-label={t('models.filter')}
          value={filter}
          onChange={event => setFilter(event.currentTarget.value)}
        />
      }
    >
      <Loaded query={models}>
        {rows =>
          rows.length === 0 ? (
            <EmptyState
              text={t('models.empty')}
              action={
                <Button component={Link} href="/new">
                  {t('commands.newExperiment')}
                </Button>
              }
            />
          ) : (
            <ModelTable rows={rows.filter(row => row.name.toLowerCase().includes(filter.trim().toLowerCase()))} />
          )
        }
      </Loaded>
    </Page>
  );
}

function ModelTable({ rows }: { rows: readonly ModelRow[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className="soft">{t('common.noMatch')}</p>;
  return (
    <Panel flush>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.title')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('common.name')}</th>
              <th className="text">{t('models.madeBy')}</th>
              <th>{t('models.validation')}</th>
              <th>{t('figures.parameters')}</th>
              <th>{t('figures.nonZeros')}</th>
              <th>{t('figures.multiplyAdds')}</th>
              <th>
                {t('figures.file')} <span className="faint">{t('figures.compressed')}</span>
              </th>
              <th>{t('common.created')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <ModelLine key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ModelLine({ row }: { row: ModelRow }) {
  const format = useFormat();
  const names = useNames();
  const colourOf = useSeriesColours();
  const [, navigate] = useLocation();
  const { size, validation, sparsity } = row.output.summary;
  return (
    <tr data-link onClick={() => navigate(`/models/${row.id}`)}>
      <th scope="row" className="text">
        <Swatch colour={colourOf(row.name)} />
        <Link href={`/models/${row.id}`} onClick={event => event.stopPropagation()}>
          {names.replicate(row.name, row.replicate)}
        </Link>
      </th>
      <td className="text soft">{names.kind(row.kind)}</td>
      <td>
        <ValidationFigure validation={validation} />
      </td>
      <td title={format.count(size.parameters)}>{format.count(size.parameters)}</td>
      <td>
        {format.count(size.nonZeros)}{' '}
        {sparsity !== null && <span className="faint small">{format.percent(size.nonZeros / size.parameters, 1)}</span>}
      </td>
      <td>
        <Compact value={size.multiplyAdds} />
      </td>
      <td>
        <FileSize size={size} />
      </td>
      <td className="soft">
        <TimeAgo atMs={row.createdMs} />
      </td>
    </tr>
  );
}
