import type { TeachingPart, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ItemPick, TaughtPart } from '../../../../src-shared/domain/soft-labels.ts';

/** Which items are shown. */
export interface ItemChoice {
  readonly part: TaughtPart;
  readonly pick: ItemPick;
  /** Number of a class; null for all. */
  readonly label: number | null;
  readonly rival: number | null;
  readonly offset: number;
}

export type ChoiceAction =
  | { readonly type: 'part'; readonly part: TaughtPart; readonly picks: readonly ItemPick[] }
  | { readonly type: 'pick'; readonly pick: ItemPick }
  | { readonly type: 'classes'; readonly label: number | null; readonly rival: number | null }
  | { readonly type: 'turn'; readonly offset: number };

export function beginChoice({ parts, task }: Pick<TeachingView, 'parts' | 'task'>): ItemChoice {
  const pick = task === 'values' ? 'all' : 'softest';
  return { part: parts[0]?.part ?? 'validation', pick, label: null, rival: null, offset: 0 };
}

/** Another choice begins on its first page; a part without the pick in force falls back to its first one. */
export function choose(choice: ItemChoice, action: ChoiceAction): ItemChoice {
  switch (action.type) {
    case 'part': {
      const pick = action.picks.includes(choice.pick) ? choice.pick : (action.picks[0] ?? 'all');
      return { ...choice, part: action.part, pick, offset: 0 };
    }
    case 'pick':
      return { ...choice, pick: action.pick, offset: 0 };
    case 'classes': {
      const rival = action.rival === action.label ? null : action.rival;
      return { ...choice, label: action.label, rival, offset: 0 };
    }
    case 'turn':
      return { ...choice, offset: action.offset };
  }
}

export function partOf({ parts }: Pick<TeachingView, 'parts'>, wanted: TaughtPart): TeachingPart | undefined {
  return parts.find(({ part }) => part === wanted);
}

export interface ClassPair {
  readonly label: number;
  readonly rival: number;
  readonly share: number;
}

/** Classes that are taken for others the most, on average. */
export function nearestPairs({ nearest }: Pick<TeachingPart, 'nearest'>, most: number): readonly ClassPair[] {
  return nearest
    .flatMap(({ label, items, towards }) => (items === 0 ? [] : towards.map(other => ({ label, rival: other.label, share: other.share }))))
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
}
