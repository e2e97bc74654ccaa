import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { useJudgedItems } from '../../../components/judged-items.ts';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { useNow } from '../../../components/time.tsx';
import { useFormat, type Format } from '../../../components/use-format.ts';
import { useNames, type Names } from '../../../components/use-names.ts';
import type { TableRow } from './model-table-model.ts';

/** What a person does with a line. */
export interface LineActions {
  readonly onSelect: (line: TableRow, range: boolean) => void;
  readonly onCollapse: (id: string) => void;
  readonly onCursor: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onStar: (row: ModelRow) => void;
}

/** What lines are drawn with: asked for once and not by each of them, as many come into view with every frame of scrolling. */
export interface LineTools extends LineActions {
  readonly format: Format;
  readonly names: Names;
  readonly t: TFunction;
  readonly colourOf: (step: string) => string;
  /** Items of the validation part of a model's data; 0 where the data are not there. */
  readonly judgedItemsOf: ReturnType<typeof useJudgedItems>;
  /** Renewed three times a minute. */
  readonly nowMs: number;
}

/** One object as long as language, colours and the minute are the same, whatever the actions are at the moment. */
export function useLineTools(actions: LineActions): LineTools {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const colourOf = useSeriesColours();
  const judgedItemsOf = useJudgedItems();
  const nowMs = useNow(20_000);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  return useMemo(
    () => ({
      ...{ t, format, names, colourOf, judgedItemsOf, nowMs },
      onSelect: (line, range) => latest.current.onSelect(line, range),
      onCollapse: id => latest.current.onCollapse(id),
      onCursor: id => latest.current.onCursor(id),
      onOpen: id => latest.current.onOpen(id),
      onStar: row => latest.current.onStar(row),
    }),
    [t, format, names, colourOf, judgedItemsOf, nowMs],
  );
}
