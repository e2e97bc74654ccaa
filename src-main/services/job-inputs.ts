import { isAbsolute, join } from 'node:path';
import type { StepReference } from '../../src-shared/domain/recipe/recipe.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { JobInput, NamedOutput } from '../jobs/job.ts';
import type { ReadableDb } from '../stores/database.ts';
import type { JobRecord } from '../stores/job-store.ts';
import { getModel } from '../stores/model-store.ts';
import { countTestLooks } from '../stores/test-look-store.ts';
import { tellApart, type Called } from '../../src-shared/domain/tell-apart.ts';
import { handOverFacts } from './hand-over-facts.ts';
import { readsWholeGroups, type PlannedJob } from './plan-jobs.ts';
import { softLabelFacts } from './soft-label-facts.ts';
import { boundOutputs, livingOutput } from './stored-outputs.ts';

/** What a planned job computes from, now that the jobs it waits for (`rows`) are done. Throws `not-found` for what was deleted. */
export function resolveJobInput(db: ReadableDb, planned: PlannedJob, rows: readonly JobRecord[], place: ExportPlace): JobInput {
  const { step, seed } = planned;
  const found = step.references.map(reference => ({ reference, outputs: outputsOf(db, reference, planned, rows) }));
  const inputs = Object.fromEntries(withNamesApart(db, found));
  return {
    name: step.name,
    values: step.values,
    inputs,
    seed,
    facts: {
      ...lookFacts(db, step.values, inputs),
      ...directoryFact(planned, place),
      ...partFact(planned),
      ...softLabelFacts(db, step.do, inputs),
      ...handOverFacts(step, place.recipeText, rows),
    },
  };
}

export interface ExportPlace {
  readonly workspaceFolder: string;
  readonly recipeName: string;
  /** As it was run; null where nobody asks. */
  readonly recipeText: string | null;
}

function outputsOf(db: ReadableDb, { target, to }: StepReference, planned: PlannedJob, rows: readonly JobRecord[]): readonly NamedOutput[] {
  if (to === 'parts') return partOutputs(db, rows, target, planned);
  const found = target.kind === 'stored' ? boundOutputs(db, runOf(rows), { to, name: target.name }) : stepOutputs(db, rows, target.step);
  if (readsWholeGroups(planned.step) || found.length === 1) return found;
  const own = found.find(output => output.replicate === (planned.replicate ?? 0));
  if (own === undefined) throw new Error(`Step '${planned.step.name}' has no replicate ${planned.replicate} to read`);
  return [own];
}

/** What the parts of this replicate made, in order. */
function partOutputs(
  db: ReadableDb,
  rows: readonly JobRecord[],
  target: StepReference['target'],
  { step, replicate }: PlannedJob,
): readonly NamedOutput[] {
  if (target.kind === 'stored') throw new Error(`Step '${step.name}' has no parts in the workspace`);
  const found = stepOutputs(db, rows, target.step);
  const each = found.length / step.repeat;
  return found.slice((replicate ?? 0) * each, ((replicate ?? 0) + 1) * each);
}

function partFact({ part }: PlannedJob): Record<string, number | string> {
  return part === undefined ? {} : { part: part.number ?? 'all', parts: part.of };
}

interface Resolved {
  readonly reference: StepReference;
  readonly outputs: readonly NamedOutput[];
}

/** Only replicates of one step may share a name: a comparison reads them as one group. Steps of the recipe keep theirs. */
function withNamesApart(
  db: ReadableDb,
  resolved: readonly Resolved[],
): readonly (readonly [path: string, outputs: readonly NamedOutput[]])[] {
  const all = resolved.flatMap(({ reference, outputs }) => outputs.map(output => ({ output, target: reference.target })));
  const names = tellApart(all.map(({ output, target }) => (target.kind === 'step' ? ofStep(output) : ofStored(db, output))));
  const nameOf = new Map(all.map(({ output }, i) => [output, names[i] ?? output.name]));
  return resolved.map(({ reference, outputs }) => [
    reference.path.join('.'),
    outputs.map(output => ({ ...output, name: nameOf.get(output) ?? output.name })),
  ]);
}

function ofStep({ name }: NamedOutput): Called {
  return { name, made: '', runName: null };
}

function ofStored(db: ReadableDb, { name, id }: NamedOutput): Called {
  const model = getModel(db, id);
  return { name, made: model?.runId ?? id, runName: model?.runName ?? null };
}

function runOf([row]: readonly JobRecord[]): string {
  if (row === undefined) throw new Error('A run has at least one job');
  return row.runId;
}

/** Throws `not-found` for a model or data set that was deleted since the step made it. */
function stepOutputs(db: ReadableDb, rows: readonly JobRecord[], step: string): readonly NamedOutput[] {
  return rows
    .filter(row => row.step === step)
    .map(row => {
      if (row.output === null) throw new Error(`Step '${step}' is not done`);
      const made = { name: step, replicate: row.replicate, id: row.entityId ?? row.id, output: row.output };
      const { kind } = row.output;
      if (row.entityId === null || (kind !== 'model' && kind !== 'data')) return made;
      return { ...made, id: livingOutput(db, kind, { id: row.entityId, name: step }).id };
    });
}

/** How often the test split was looked at, this time included; only for steps that look at it. */
function lookFacts(db: ReadableDb, values: Readonly<Record<string, unknown>>, inputs: JobInput['inputs']): Record<string, number> {
  if (values['split'] !== 'test') return {};
  return { testLooks: Math.max(0, ...testedData(inputs).map(hash => countTestLooks(db, hash))) + 1 };
}

/** Manifests of the data sets the models of these inputs belong to. */
export function testedData(inputs: JobInput['inputs']): readonly string[] {
  const hashes = Object.values(inputs)
    .flat()
    .flatMap(({ output }: { output: StepOutput }) => (output.kind === 'model' ? [output.data.hash] : []));
  return [...new Set(hashes)];
}

function directoryFact({ step }: PlannedJob, { workspaceFolder, recipeName }: ExportPlace): Record<string, string> {
  if (step.do !== 'export' && step.do !== 'predict') return {};
  const given = step.values['directory'];
  if (typeof given !== 'string')
    return { directory: join(workspaceFolder, 'exports', recipeName.replace(/[^\p{L}\p{N}._-]+/gu, '-'), step.name) };
  return { directory: isAbsolute(given) ? given : join(workspaceFolder, given) };
}
