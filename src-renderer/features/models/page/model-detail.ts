import type { Api } from '../../../ipc/api-context.tsx';

/** A model as main tells of it. */
export type ModelDetail = Extract<Awaited<ReturnType<Api['models']['get']>>, { ok: true }>['value'];
