import { Interaction, type InteractionItem, type InteractionModeFunction } from 'chart.js';
import { nearestIndex, type Point } from './lines.ts';

declare module 'chart.js' {
  interface InteractionModeMap {
    nearestOfEach: InteractionModeFunction;
  }
}

/** For tooltips: of every line the point nearest in x, so that lines with different steps are read together. */
export function registerNearestOfEach(): void {
  Interaction.modes.nearestOfEach = (chart, event) => {
    const x = chart.scales['x']?.getValueForPixel(event.x ?? Number.NaN);
    if (x === undefined || Number.isNaN(x)) return [];
    return chart.getSortedVisibleDatasetMetas().flatMap((meta): InteractionItem[] => {
      const index = nearestIndex(chart.data.datasets[meta.index]!.data as Point[], x);
      const element = meta.data[index];
      return element === undefined ? [] : [{ element, datasetIndex: meta.index, index }];
    });
  };
}
