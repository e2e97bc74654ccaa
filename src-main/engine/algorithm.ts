import type { CatalogEntry, ParamSpecs } from '../../src-shared/domain/params/param-spec.ts';

/** What every registered algorithm says about itself: the catalog entry, with its parameters' types kept. */
export interface Algorithm<S extends ParamSpecs = ParamSpecs> extends CatalogEntry {
  readonly params: S;
}
