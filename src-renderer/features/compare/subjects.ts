import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import type { ComparisonReport, ModelInComparison, SizeFigures } from '../../../src-shared/domain/report.ts';
import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import { tellApart } from '../../../src-shared/domain/tell-apart.ts';

/** One model as this screen shows it: from the workspace's summaries, and from a comparison where there is one. */
export interface Subject {
  readonly modelId: string;
  /** Replicates of one step share it, and nothing else does. */
  readonly name: string;
  readonly replicate: number | null;
  /** The name, with the seed where there are several. */
  readonly label: string;
  /** `var(--…)`. */
  readonly colour: string;
  readonly size: SizeFigures;
  /** Null when the model was deleted from the workspace. */
  readonly row: ModelRow | null;
  /** Items of the validation part that its stored figures are about; null when not known. */
  readonly validationItems: number | null;
  /** Null until it was measured side by side with the others. */
  readonly measured: ModelInComparison | null;
}

/** What the workspace knows beside the models. */
export interface Surroundings {
  colourOf(name: string): string;
  label(name: string, replicate: number | null): string;
  /** By hash of the data set's manifest. */
  readonly validationItems: ReadonlyMap<string, number>;
}

/** In the order given. */
export function subjectsOfModels(rows: readonly ModelRow[], around: Surroundings): readonly Subject[] {
  const names = distinctNames(rows);
  return rows.map((row, i) => {
    const name = names[i] ?? row.name;
    const replicate = row.givenName === null ? row.replicate : null;
    return {
      modelId: row.id,
      ...{ name, replicate },
      label: around.label(name, replicate),
      colour: around.colourOf(name),
      size: row.output.summary.size,
      row,
      validationItems: around.validationItems.get(row.output.data.hash) ?? null,
      measured: null,
    };
  });
}

/** In the report's order; `rows` are the workspace's models. */
export function subjectsOfReport(report: ComparisonReport, rows: readonly ModelRow[], around: Surroundings): readonly Subject[] {
  const rowOf = new Map(rows.map(row => [row.id, row]));
  return report.models.map(measured => {
    const { modelId, name, replicate, size } = measured;
    const row = rowOf.get(modelId) ?? null;
    return {
      ...{ modelId, name, replicate, size, row, measured },
      label: around.label(name, replicate),
      colour: around.colourOf(name),
      validationItems: row === null ? null : (around.validationItems.get(row.output.data.hash) ?? null),
    };
  });
}

/** The names under which models stand side by side: the run's is added where two would be called the same. */
export function distinctNames(rows: readonly ModelRow[]): readonly string[] {
  return tellApart(rows.map(({ name, runId, runName }) => ({ name, made: runId, runName })));
}

export interface SubjectGroup {
  readonly name: string;
  readonly members: readonly Subject[];
}

/** Replicates of one step together, in the order in which they first come. */
export function groupSubjects(subjects: readonly Subject[]): readonly SubjectGroup[] {
  return [...Map.groupBy(subjects, subject => subject.name)].map(([name, members]) => ({ name, members }));
}

export interface SubjectControl {
  readonly subject: Subject;
  readonly control: PruningControl;
}

/** Networks that were trained beside a subject to judge it by, and that have its own size. */
export function controlsOf(subjects: readonly Subject[]): readonly SubjectControl[] {
  return subjects.flatMap(subject =>
    (subject.row?.output.summary.controls ?? []).flatMap(control => (control.kind === 'dense' ? [] : [{ subject, control }])),
  );
}

/** Two models of a report, by their indices: b is read against a. */
export interface ChosenPair {
  readonly a: number;
  readonly b: number;
}
