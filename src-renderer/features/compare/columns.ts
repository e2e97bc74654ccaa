import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { figureOf, figuresOf, primaryFigure, type Figure } from './figures.ts';
import { gainedLost } from './report-figures.ts';
import type { Subject } from './subjects.ts';

/** A column of the table of models. */
export interface Column {
  readonly figure: Figure;
  /** Key of its explanation in the catalogue of figures. */
  readonly help: 'parametersHelp' | 'nonZerosHelp' | 'fileHelp' | 'multiplyAddsHelp' | 'latencyHelp' | null;
  /** Set before the figure in a quieter way: the file as it is, before it is compressed. */
  readonly before: Figure | null;
  /** Values this near are no different. */
  readonly noise: number;
}

/** Latencies closer than this are the same: the median of a shared machine is no better known. */
const TIMING_NOISE = 0.05;

/** Quality, sizes, work, and speed where it was measured. */
export function columnsOf(subjects: readonly Subject[]): readonly Column[] {
  const figures = figuresOf(subjects);
  const primary = primaryFigure(figures);
  const cost = (name: string, help: Column['help'], more: Partial<Column> = {}): readonly Column[] => {
    const figure = figureOf(figures, `cost.${name}`);
    return figure === null ? [] : [{ figure, help, before: null, noise: 0, ...more }];
  };
  return [
    ...(primary === null ? [] : [{ figure: primary, help: null, before: null, noise: 0 }]),
    ...cost('parameters', 'parametersHelp'),
    ...cost('nonZeros', 'nonZerosHelp'),
    ...cost('compressed', 'fileHelp', { before: figureOf(figures, 'cost.file') }),
    ...cost('multiplyAdds', 'multiplyAddsHelp'),
    ...cost('latency', 'latencyHelp', { noise: TIMING_NOISE }),
  ];
}

/** Items the model got right and the first one wrong, and the other way round; null where they were not tested. */
export function gainedLostOf(report: ComparisonReport, modelId: string): { readonly gained: number; readonly lost: number } | null {
  const index = report.models.findIndex(model => model.modelId === modelId);
  return index <= 0 ? null : gainedLost(report, index);
}
