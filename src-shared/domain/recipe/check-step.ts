import { err, ok, type Result } from '../../lib/result.ts';
import type { Catalog, CatalogEntry, ParamSpecs } from '../params/param-spec.ts';
import { parseFields } from '../params/parse-params.ts';
import { isObject, shown, type ParamProblem } from '../params/problems.ts';
import { visitsOf } from '../params/walk-params.ts';
import { closest } from '../../lib/closest.ts';
import type { StepReference } from './recipe.ts';
import type { StepKind } from './step-kind.ts';
import { stepKinds } from './steps/index.ts';

export interface CheckedStep {
  readonly name: string;
  readonly kind: StepKind;
  readonly repeat: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly references: readonly StepReference[];
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** One step by itself; what it refers to is checked by the caller, who knows the others. */
export function checkStep(name: string, raw: unknown, catalog: Catalog): Result<CheckedStep, readonly ParamProblem[]> {
  if (!NAME.test(name)) {
    return err([
      { path: [], message: `a step's name has 1 to 63 letters, digits, '-' and '_' and begins with a letter, got ${shown(name)}` },
    ]);
  }
  if (!isObject(raw)) return err([{ path: [], message: `a block with 'do' is required, got ${shown(raw)}` }]);
  const { do: kindId, repeat = 1, ...fields } = raw;
  const kind = typeof kindId === 'string' ? stepKinds.get(kindId) : undefined;
  if (kind === undefined) return err([unknownKind(kindId)]);
  const problems = repeatProblems(kind, repeat);
  const specs = fieldsOf(kind, fields, catalog);
  if (!specs.ok) return err([...problems, ...specs.error]);
  const parsed = parseFields(specs.value.specs, specs.value.fields, catalog);
  if (!parsed.ok) return err([...problems, ...parsed.error]);
  const values = { ...parsed.value, ...specs.value.tag };
  problems.push(...(kind.check?.(values) ?? []));
  if (problems.length > 0) return err(problems);
  return ok({ name, kind, repeat: repeat as number, values, references: referencesOf(specs.value.specs, values, catalog) });
}

function unknownKind(kindId: unknown): ParamProblem {
  const known = stepKinds.all.map(k => k.id);
  const near = typeof kindId === 'string' ? closest(kindId, known) : null;
  const hint = near === null ? `Known: ${known.join(', ')}.` : `Did you mean '${near}'?`;
  return { path: ['do'], message: kindId === undefined ? "'do' is required" : `unknown step kind ${shown(kindId)}`, hint };
}

function repeatProblems(kind: StepKind, repeat: unknown): ParamProblem[] {
  if (!(Number.isInteger(repeat) && (repeat as number) >= 1 && (repeat as number) <= 100)) {
    return [{ path: ['repeat'], message: `a whole number in [1, 100] is required, got ${shown(repeat)}` }];
  }
  if (repeat !== 1 && kind.overGroups === 'all') return [{ path: ['repeat'], message: `a step of kind ${kind.id} can't be repeated` }];
  return [];
}

interface StepFields {
  readonly specs: ParamSpecs;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The registry member that was chosen or guessed. */
  readonly tag: Readonly<Record<string, string>>;
}

/** The specs that apply: the kind's own, and those of the registry member it spreads, if any. */
export function fieldsOf(
  kind: StepKind,
  raw: Readonly<Record<string, unknown>>,
  catalog: Catalog,
): Result<StepFields, readonly ParamProblem[]> {
  const { spread } = kind;
  if (spread === undefined) return ok({ specs: kind.fields, fields: raw, tag: {} });
  const entries = catalog[spread.registry] ?? [];
  const { [spread.tag]: given, ...fields } = raw;
  const entry = given === undefined ? guess(raw[spread.guessFrom], entries) : entries.find(e => e.id === given);
  if (entry !== undefined) return ok({ specs: { ...kind.fields, ...entry.params }, fields, tag: { [spread.tag]: entry.id } });
  const known = entries.map(e => e.id).join(', ');
  if (given !== undefined) return err([{ path: [spread.tag], message: `one of ${known} is required, got ${shown(given)}` }]);
  const source = raw[spread.guessFrom];
  if (source === undefined)
    return err([
      {
        path: [spread.guessFrom],
        message: `required (${kind.fields[spread.guessFrom]?.label.toLowerCase() ?? 'source'}), but it is missing`,
      },
    ]);
  return err([
    {
      path: [spread.guessFrom],
      message: `what kind of data ${shown(source)} is can't be told from its name`,
      hint: `Write '${spread.tag}:' with one of ${known}.`,
    },
  ]);
}

function guess(source: unknown, entries: readonly CatalogEntry[]): CatalogEntry | undefined {
  if (typeof source !== 'string') return undefined;
  const name = source.toLowerCase();
  const lengthOf = (entry: CatalogEntry): number =>
    Math.max(0, ...(entry.matches ?? []).filter(m => (m.endsWith(':') ? name.startsWith(m) : name.endsWith(m))).map(m => m.length));
  // What says more of the name knows better: builtin:spam-assassin before builtin:.
  const [best] = entries.map(entry => ({ entry, length: lengthOf(entry) })).sort((a, b) => b.length - a.length);
  return best !== undefined && best.length > 0 ? best.entry : undefined;
}

function referencesOf(specs: ParamSpecs, values: Readonly<Record<string, unknown>>, catalog: Catalog): StepReference[] {
  return visitsOf(specs, values, catalog).flatMap(({ spec, path, value }) => {
    if (spec.kind !== 'reference') return [];
    const text = value as string;
    const prefix = `${spec.to}:`;
    const target = text.startsWith(prefix)
      ? ({ kind: 'stored', name: text.slice(prefix.length) } as const)
      : ({ kind: 'step', step: text } as const);
    return [{ path, to: spec.to, target }];
  });
}
