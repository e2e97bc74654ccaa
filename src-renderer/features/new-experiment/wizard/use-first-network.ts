import { useEffect, useRef } from 'react';
import type { useCatalog } from '../../../ipc/experiment-queries.ts';
import { useDataOrNone } from '../../../ipc/data-queries.ts';
import { firstBatchSize, firstNetwork, yieldOf } from './first-network.ts';
import { valueAt } from './paths.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';
import type { WizardAction, WizardState } from './wizard-state.ts';

interface FirstNetworkProps {
  readonly kind: string;
  readonly state: WizardState;
  readonly catalog: NonNullable<ReturnType<typeof useCatalog>['data']>;
  readonly suggest: (action: WizardAction) => void;
}

/** Network and batch size follow the data that is chosen, until a person says them; what a kept draft was left with stays. */
export function useFirstNetwork({ kind, state: { recipe, main, touched }, catalog, suggest }: FirstNetworkProps): void {
  const field = WIZARD_KINDS[kind]?.network;
  const data = field === undefined ? undefined : valueAt(recipe, ['steps', main, 'data']);
  const stored = useDataOrNone(typeof data === 'string' && data.startsWith('data:') ? data.slice('data:'.length) : null);
  const held =
    stored?.kind ??
    (typeof data === 'string'
      ? yieldOf(recipe.steps[data], { readers: catalog.algorithms['reader'] ?? [], samples: catalog.samples })
      : undefined);
  const training = stored?.data.output.summary.splits.train;
  const looked = useRef(touched ? data : null);
  /** The batch size as it was last suggested: another one is a person's. */
  const suggested = useRef<number>(undefined);
  useEffect(() => {
    if (field === undefined || held === undefined || looked.current === data) return;
    looked.current = data;
    const path = ['steps', main, field];
    const value = firstNetwork(held, valueAt(recipe, path), catalog.algorithms['preset'] ?? []);
    if (value !== undefined) suggest({ type: 'suggest', path, value });
    const batchSize = training === undefined ? undefined : firstBatchSize(training);
    const given = ['steps', main, 'batchSize'];
    if (valueAt(recipe, given) !== suggested.current) return;
    suggested.current = batchSize;
    suggest({ type: 'suggest', path: given, value: batchSize });
  }, [field, held, training, data, main, recipe, catalog, suggest]);
}
