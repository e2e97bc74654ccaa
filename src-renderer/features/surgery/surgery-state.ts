import type { SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';
import type { Choice, Mark } from './choice.ts';
import { isStarving } from './doomed.ts';

export interface SurgeryState {
  readonly past: readonly Choice[];
  readonly now: Choice;
  readonly future: readonly Choice[];
  /** The slider that is being dragged: its moves are one step to undo. */
  readonly gesture: string | null;
}

export type SurgeryAction =
  | { readonly type: 'set-overall'; readonly share: number }
  /** null: the group follows the overall threshold again. */
  | { readonly type: 'set-share'; readonly group: string; readonly share: number | null }
  | { readonly type: 'mark'; readonly group: SurgeryGroup; readonly channel: number; readonly mark: Mark | null }
  /** The slider was let go. */
  | { readonly type: 'settle' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'reset' };

/** Steps that can be undone. */
const REMEMBERED = 200;

const UNTOUCHED: Choice = { overall: 0, shares: {}, marks: {} };

export const INITIAL_STATE: SurgeryState = { past: [], now: UNTOUCHED, future: [], gesture: null };

export function reduceSurgery(state: SurgeryState, action: SurgeryAction): SurgeryState {
  switch (action.type) {
    case 'set-overall':
      return changed(state, { ...state.now, overall: clamp(action.share) }, 'overall');
    case 'set-share':
      return changed(state, withShare(state.now, action.group, action.share), action.share === null ? null : `share ${action.group}`);
    case 'mark':
      return changed(state, withMark(state.now, action), null);
    case 'settle':
      return { ...state, gesture: null };
    case 'undo':
      return travelled(state, 'past', 'future');
    case 'redo':
      return travelled(state, 'future', 'past');
    case 'reset':
      return changed(state, UNTOUCHED, null);
  }
}

function changed(state: SurgeryState, now: Choice, gesture: string | null): SurgeryState {
  if (isSame(now, state.now)) return state;
  const goesOn = gesture !== null && gesture === state.gesture;
  return { past: goesOn ? state.past : [...state.past, state.now].slice(-REMEMBERED), now, future: [], gesture };
}

function travelled(state: SurgeryState, from: 'past' | 'future', to: 'past' | 'future'): SurgeryState {
  const now = state[from].at(-1);
  if (now === undefined) return state;
  return { ...state, [from]: state[from].slice(0, -1), now, [to]: [...state[to], state.now], gesture: null };
}

function withShare(choice: Choice, group: string, share: number | null): Choice {
  const { [group]: _old, ...others } = choice.shares;
  return { ...choice, shares: share === null ? others : { ...others, [group]: clamp(share) } };
}

/** A cut that would leave a layer without channels is not taken. */
function withMark(choice: Choice, { group, channel, mark }: Extract<SurgeryAction, { type: 'mark' }>): Choice {
  const { [channel]: _old, ...others } = choice.marks[group.id] ?? {};
  const own: Readonly<Record<number, Mark>> = mark === null ? others : { ...others, [channel]: mark };
  const cut = new Set([
    ...group.dead,
    ...Object.keys(own)
      .map(Number)
      .filter(each => own[each] === 'cut'),
  ]);
  if (mark === 'cut' && isStarving(group, each => cut.has(each))) return choice;
  return { ...choice, marks: { ...choice.marks, [group.id]: own } };
}

function isSame(a: Choice, b: Choice): boolean {
  return a === b || (a.overall === b.overall && same(a.shares, b.shares) && same(a.marks, b.marks));
}

function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
