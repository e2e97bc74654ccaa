import { Document, isCollection, isPair, isScalar, visit } from 'yaml';
import { stepKinds } from '../../../../src-shared/domain/recipe/steps/index.ts';
import type { RawRecipe, RawStep } from './wizard-state.ts';

/** Blocks and lists of a few plain values stand in one line. */
const FLOW_ITEMS = 8;
const LINE = 110;

/** The recipe as YAML, the text `espalier run` takes: fields in the order of their kinds, whenever they were filled in. */
export function recipeText({ steps, ...head }: RawRecipe): string {
  const ordered = Object.entries(steps).map(([name, step]) => [name, inOrder(step)] as const);
  const document = new Document({ ...head, steps: Object.fromEntries(ordered) });
  visit(document, {
    Collection(_key, node) {
      if (node !== document.contents && node.items.length <= FLOW_ITEMS && node.items.every(isPlain)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: LINE });
}

function isPlain(item: unknown): boolean {
  if (isPair(item)) return !isCollection(item.value);
  return isScalar(item);
}

function inOrder(step: RawStep): RawStep {
  const order = ['do', ...Object.keys(stepKinds.get(step.do)?.fields ?? {})];
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(step).toSorted(([a], [b]) => rank(a) - rank(b))) as RawStep;
}
