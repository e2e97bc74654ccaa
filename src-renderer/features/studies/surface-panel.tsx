import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyView, Surface } from '../../../src-shared/contracts/studies.contract.ts';
import type { Dimension } from '../../../src-shared/domain/search/space.ts';
import { HeatMap, type HeatCell } from '../../charts/heat-map.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useSurface } from '../../ipc/study-queries.ts';
import { shortFigure, writeFigure, writeValue } from './study-figures.ts';
import styles from './studies.module.css';

/** The figure over two parameters, as a forest learnt it. */
export function SurfacePanel({ study }: { study: StudyView }) {
  const { t } = useTranslation();
  const { dimensions } = study;
  const [x, setX] = useState(dimensions[0]?.name ?? '');
  const [y, setY] = useState(dimensions[1]?.name ?? '');
  const surface = useSurface(study.id, { x, y });
  const data = dimensions.map(({ name }) => name);
  return (
    <Panel title={t('studies.surface')}>
      <div className={styles.choices}>
        <Select size="xs" label={t('studies.across')} data={data} value={x} onChange={value => setX(value ?? x)} />
        <Select size="xs" label={t('studies.upward')} data={data} value={y} onChange={value => setY(value ?? y)} />
      </div>
      <Loaded query={surface} title={t('studies.surface')} heights={[240]}>
        {found => (found === null ? <p className="soft">{t('studies.tooFew')}</p> : <Map study={study} surface={found} names={{ x, y }} />)}
      </Loaded>
    </Panel>
  );
}

function Map({ study, surface, names }: { study: StudyView; surface: Surface; names: { readonly x: string; readonly y: string } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [objective] = study.objectives;
  const nameOf = (name: string, value: number): string => {
    const dimension = study.dimensions.find((each): each is Dimension => each.name === name);
    return dimension === undefined ? String(value) : writeValue(format, dimension, value);
  };
  // Rows go down, values upward.
  const rows = [...surface.y].reverse();
  const values = [...surface.values].reverse();
  const direction = objective?.direction ?? 1;
  const best = Math.max(...values.flat().map(value => direction * value));
  const cells = values.map((line, row) =>
    line.map((value, column): HeatCell => {
      const text = writeFigure(format, objective?.metric, value);
      const place = { x: nameOf(names.x, surface.x[column] ?? 0), y: nameOf(names.y, rows[row] ?? 0) };
      const spoken = t('studies.surfaceSpoken', { ...place, xName: names.x, yName: names.y, value: text });
      return {
        value: -direction * value,
        isMarked: direction * value === best,
        text: shortFigure(format, objective?.metric, value),
        small: '',
        spoken,
      };
    }),
  );
  return (
    <HeatMap
      title={t('studies.surface')}
      help={t('studies.surfaceHelp')}
      rowTitle={names.y}
      columnTitle={names.x}
      rows={rows}
      columns={surface.x}
      cells={cells}
      axisNames={{ rows: rows.map(value => nameOf(names.y, value)), columns: surface.x.map(value => nameOf(names.x, value)) }}
      columnName={value => nameOf(names.x, value)}
    />
  );
}
