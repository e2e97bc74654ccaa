import { defineCriterion, sumOverUnits } from '../criterion.ts';

/** w² over the sum of the squares in its layer that are not smaller: comparable between layers, so made for a global ranking. */
export const lamp = defineCriterion({
  id: 'lamp',
  title: 'LAMP',
  help: 'Magnitude, scaled by what would be left of the layer: finds the rate of each layer by itself.',
  source: 'Lee et al. 2021, arXiv:2010.07611',
  params: {},
  revision: 1,
  needs: 'weights',
  units: ['weights'],
  isGlobal: true,
  score({ subject, alive }) {
    const squares = sumOverUnits(subject, (_name, _i, weight) => weight * weight);
    const order = Array.from(squares.keys())
      .filter(i => alive[i] === 1)
      .sort((a, b) => squares[b]! - squares[a]! || a - b);
    const scores = new Float32Array(squares.length);
    let sum = 0;
    for (let at = 0; at < order.length;) {
      let end = at;
      // Equal weights have equal scores, whatever their order.
      while (end < order.length && squares[order[end]!] === squares[order[at]!]) sum += squares[order[end++]!]!;
      for (; at < end; at++) scores[order[at]!] = sum === 0 ? 0 : squares[order[at]!]! / sum;
    }
    return scores;
  },
});
