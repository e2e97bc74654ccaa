import { defineCombiner } from './combiner.ts';
import { countPoints, pointLayers } from './votes.ts';

/** Borda count: each member gives a class as many points as it leaves behind; ties are broken by the mean probability. */
export const rankAverage = defineCombiner({
  id: 'rank-average',
  title: 'Rank average',
  help: 'The mean place of a class in the members’ orders, however sure they are.',
  source: 'Ho et al. 1994, doi:10.1109/34.273716',
  revision: 1,
  params: {},
  tasks: ['classes'],
  combine: call => countPoints(call, { total: totalOf(call.width), points: outputs => ranksOf(outputs, call.width) }),
  layers: call => pointLayers(call, totalOf(call.width), end => call.tail.add('ranks', 'ranks', {}, [end])),
});

/** Of the places 0 to C − 1. */
function totalOf(classes: number): number {
  return (classes * (classes - 1)) / 2;
}

/** Beyond this many classes rows are sorted rather than compared pair by pair. */
const COMPARED = 32;

function ranksOf(outputs: Float32Array, width: number): Float32Array {
  const ranks = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += width) {
    const row = outputs.subarray(start, start + width);
    const own = ranks.subarray(start, start + width);
    if (width <= COMPARED) compareAll(row, own);
    else sortAll(row, own);
  }
  return ranks;
}

function compareAll(row: Float32Array, ranks: Float32Array): void {
  for (let a = 0; a < row.length; a++) {
    let rank = -0.5;
    for (let b = 0; b < row.length; b++) rank += row[b]! < row[a]! ? 1 : row[b]! === row[a]! ? 0.5 : 0;
    ranks[a] = rank;
  }
}

function sortAll(row: Float32Array, ranks: Float32Array): void {
  const order = Uint32Array.from(row, (_, c) => c).sort((a, b) => row[a]! - row[b]!);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && row[order[end]!] === row[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end - 1) / 2;
    start = end;
  }
}
