import type { RunView } from '../../../src-shared/contracts/views.ts';

export interface ActivityPorts {
  /** What runs and waits now. */
  runs(): readonly Pick<RunView, 'state' | 'fraction'>[];
  /** Keeps the machine awake, its screen not; returns the way to let it sleep again. */
  keepAwake(): () => void;
  /** In the taskbar: 0 to 1; null takes it away. */
  showProgress(fraction: number | null): void;
  /** By a clock that nobody can set: put back, a date would let the machine sleep and the taskbar stand still. */
  monotonicMs(): number;
}

export interface Activity {
  /** Something about a run changed, or went on. */
  note(): void;
  /** Nothing runs here any more. */
  stop(): void;
}

const LOOK_EVERY_MS = 1000;

/** While something runs: the machine stays awake, and the taskbar shows how far it is. Looks at most once a second. */
export function createActivity(ports: ActivityPorts, later: (ms: number, run: () => void) => void): Activity {
  const state = { lookedMs: Number.NEGATIVE_INFINITY, isPlanned: false, release: null as (() => void) | null };
  const apply = (active: readonly { readonly fraction: number }[]): void => {
    if (active.length > 0) state.release ??= ports.keepAwake();
    else {
      state.release?.();
      state.release = null;
    }
    const sum = active.reduce((total, run) => total + run.fraction, 0);
    ports.showProgress(active.length === 0 ? null : sum / active.length);
  };
  const look = (): void => {
    state.isPlanned = false;
    state.lookedMs = ports.monotonicMs();
    apply(ports.runs().filter(run => run.state === 'running'));
  };
  return {
    note() {
      if (state.isPlanned) return;
      const waitMs = state.lookedMs + LOOK_EVERY_MS - ports.monotonicMs();
      if (waitMs <= 0) return look();
      state.isPlanned = true;
      later(waitMs, look);
    },
    stop: () => apply([]),
  };
}
