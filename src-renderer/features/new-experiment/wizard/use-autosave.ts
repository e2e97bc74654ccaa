import { useEffect, useEffectEvent, useRef } from 'react';
import { useSaveDraft } from '../../../ipc/experiment-queries.ts';
import type { WizardState } from './wizard-state.ts';

const SAVE_AFTER_MS = 300;

/** Keeps the draft a moment after the last change, and at once when the page is left. */
export function useAutosave(draftId: string, kind: string, state: WizardState) {
  const save = useSaveDraft();
  const kept = useRef(state);
  const isDone = useRef(false);
  const latest = useRef(state);
  const flush = useEffectEvent(() => {
    if (isDone.current || kept.current === latest.current) return;
    kept.current = latest.current;
    const { touched } = latest.current;
    save.mutate({ draftId, kind, name: nameOf(latest.current), touched, state: { ...latest.current } });
  });
  useEffect(() => {
    latest.current = state;
    const timer = setTimeout(() => flush(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    const leave = (): void => flush();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return {
    isFailing: save.isError,
    isKept: state.touched && !save.isPending && !save.isError,
    /** The draft has become a run: nothing is kept of it any more. */
    stop: () => void (isDone.current = true),
  };
}

/** A name that was cleared is still a draft's. */
function nameOf({ recipe, main }: WizardState): string {
  return (recipe.name ?? main).slice(0, 200);
}
