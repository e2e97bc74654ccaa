import { decode } from '../../../../src-shared/domain/search/assignments.ts';
import { defineSampler } from '../sampler.ts';
import { directionNumbers, scramble, sobolCoordinate, SOBOL_DIMENSIONS } from '../sobol.ts';

/** A scrambled Sobol sequence: as by lot, but without clusters and holes. Dimensions beyond the 64th are drawn by lot. */
export const sobol = defineSampler({
  id: 'sobol',
  title: 'Sobol sequence',
  help: 'Fills the space more evenly than lots do; learns nothing.',
  source: 'Sobol 1967, doi:10.1016/0041-5553(67)90144-9; Joe & Kuo 2008, doi:10.1137/070709359',
  params: {},
  revision: 1,
  unfit: () => null,
  suggest({ study: { space, trials }, shared, random }) {
    const units = space.dimensions.map((_, i) => {
      if (i >= SOBOL_DIMENSIONS) return random.next();
      const { directions, shift } = scramble(directionNumbers(i), shared.split(`sobol-${i}`));
      return sobolCoordinate(directions, trials.length, shift);
    });
    return { assignment: decode(space, units) };
  },
});
