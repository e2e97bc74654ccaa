import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseParam } from '../../src-shared/domain/params/parse-params.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';

/** A format as a recipe writes it, with all its parameters. */
export function resolveAlgorithm(value: unknown): AlgorithmValue {
  const spec = { kind: 'algorithm', registry: 'format', tag: 'format', label: 'Format' } as const;
  const parsed = parseParam(spec, value, createCatalog());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value as AlgorithmValue;
}
