import type { SourceCheck } from '../../../src-shared/domain/source-check.ts';
import { balanceOf } from './balance.ts';
import { readFacts, type StoredData } from './dataset-facts.ts';
import { findDuplicates, type DuplicatePorts } from './guards/find-duplicates.ts';
import { importDataset, type ImportPorts, type ImportRequest } from './import-dataset.ts';

/** An import tried out before it is run; asked of a process beside main. */
export interface SourceCheckQuestion {
  readonly kind: 'source-check';
  readonly request: ImportRequest;
  /** Folders of built-in data. */
  readonly builtin: Readonly<Record<string, string>>;
}

/** The whole import, into files that nobody else sees, and the guards over it. Throws what the import would. */
export async function checkSource(request: ImportRequest, ports: ImportPorts & StoredData & DuplicatePorts): Promise<SourceCheck> {
  const { manifestRef, summary } = await importDataset(request, ports);
  const facts = await readFacts(ports, manifestRef.hash);
  const balance = balanceOf(facts.manifest.target, facts.targets, facts.itemsOf);
  return { summary, balance, duplicates: await findDuplicates(ports, facts) };
}
