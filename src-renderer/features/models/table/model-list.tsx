import { useLocalStorage } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Panel } from '../../../components/page.tsx';
import { useKeys } from '../../../components/use-keys.ts';
import { useLabelModels } from '../../../ipc/model-queries.ts';
import { useModels } from '../../../ipc/queries.ts';
import { compareAddress, modelPath } from '../model-target.ts';
import { SelectionBar } from '../selection-bar.tsx';
import { toggled } from '../toggled.ts';
import { choicesOf, filterRows } from './filter-rows.ts';
import { ListGrid } from './list-grid.tsx';
import { ListTools } from './list-tools.tsx';
import { modelsOf, tableOptions } from './model-table-model.ts';
import { neighbour, withRange } from './selection.ts';
import { DEFAULT_VIEW, parseTableView, type TableView } from './table-view.ts';

const NONE: ReadonlySet<string> = new Set();

/** Every model, as a person wants to see them. */
export function ModelList() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const all = useModels().data;
  const [view, setView] = useTableView();
  const [collapsed, setCollapsed] = useState(NONE);
  const [selected, setSelected] = useState(NONE);
  const [cursor, setCursor] = useState<string | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  // What is typed shows at once; the table follows.
  const wanted = useDeferredValue(view);
  const label = useLabelModels();
  const rows = useMemo(() => filterRows(all ?? [], wanted), [all, wanted]);
  const choices = useMemo(() => choicesOf(all ?? []), [all]);
  const table = useTable(tableOptions(rows, wanted, collapsed));
  const lines = table.getRowModel().rows;
  const marked = useMemo(() => (all ?? []).filter(row => selected.has(row.id)), [all, selected]);
  const move = (by: number): void => setCursor(neighbour(lines, cursor, by));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    '/': () => filter.current?.focus(),
    c: () => marked.length > 1 && location.assign(compareAddress(marked.map(row => row.id))),
    Escape: () => setSelected(NONE),
  });
  return (
    <>
      <ListTools view={view} onChange={setView} choices={choices} shown={rows.length} all={all?.length ?? 0} filterRef={filter} />
      {rows.length === 0 ? (
        <p className="soft">{t('common.noMatch')}</p>
      ) : (
        <Panel flush>
          <ListGrid
            lines={lines}
            view={wanted}
            selected={selected}
            cursor={cursor}
            onSort={id =>
              setView({ ...view, sort: { id, desc: nextDirection(view.sort, id, table.getColumn(id)?.columnDef.sortDescFirst) } })
            }
            onSelect={(line, range) =>
              setSelected(
                range
                  ? withRange(lines, selected, [cursor, line.id])
                  : toggled(
                      selected,
                      modelsOf(line).map(row => row.id),
                    ),
              )
            }
            onSelectAll={() => setSelected(selected.size > 0 ? NONE : new Set(rows.map(row => row.id)))}
            onCollapse={id => setCollapsed(toggled(collapsed, [id]))}
            onCursor={setCursor}
            onOpen={id => navigate(modelPath(id))}
            onStar={row => label.mutate({ modelIds: [row.id], starred: !row.starred })}
          />
        </Panel>
      )}
      <SelectionBar models={marked} onClear={() => setSelected(NONE)} />
    </>
  );
}

/** The first click on a figure shows its greatest first. */
function nextDirection(sort: TableView['sort'], id: TableView['sort']['id'], descFirst: boolean | undefined): boolean {
  return sort.id === id ? !sort.desc : descFirst === true;
}

/** Remembered in this browser. */
function useTableView() {
  return useLocalStorage<TableView>({
    key: 'espalier.models.view',
    defaultValue: DEFAULT_VIEW,
    getInitialValueInEffect: false,
    deserialize: kept => parseTableView(parsed(kept)),
  });
}

function parsed(kept: string | undefined): unknown {
  try {
    return JSON.parse(kept ?? 'null');
  } catch {
    return null;
  }
}
