import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { isObject } from '../../src-shared/domain/params/problems.ts';
import type { crossValidatePart } from '../../src-shared/domain/recipe/steps/cross-validate.step.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import type { Candidate } from '../engine/evaluation/cross-validation/train-candidate.ts';
import { networkToTrain, trainingSettings } from './new-network.ts';

type Values = ParamValues<typeof crossValidatePart.fields>;

/** The step's own settings, then each alternative in their place. */
export function candidatesOf(values: Values, data: LoadedDataset): readonly Candidate[] {
  const candidates = [{}, ...(values.alternatives ?? [])].map(alternative => ({ ...values, ...known(alternative) }));
  return candidates.map(one => ({
    graph: networkToTrain(one.model, data),
    graphOf: fitted => networkToTrain(one.model, fitted),
    settings: trainingSettings(one),
  }));
}

/** For people, in the same order. */
export function candidateNames({ model, alternatives = [] }: Pick<Values, 'model' | 'alternatives'>): readonly string[] {
  return [textOf(model), ...alternatives.map(alternative => Object.entries(known(alternative)).map(namedText).join(', '))];
}

function known<T extends object>(alternative: T): Partial<T> {
  return Object.fromEntries(Object.entries(alternative).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function namedText([name, value]: readonly [string, unknown]): string {
  return name === 'model' || name === 'optimizer' ? textOf(value) : `${name} ${textOf(value)}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('-');
  if (!isObject(value)) return String(value);
  // What is off says nothing.
  const parts = Object.entries(value)
    .filter(([, part]) => part !== false && part !== 0)
    .map(([name, part]) => (name === 'preset' || name === 'kind' ? textOf(part) : `${name} ${textOf(part)}`));
  return parts.join(' ');
}
