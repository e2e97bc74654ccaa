export interface QuitPorts {
  /** How many runs would be interrupted. */
  running(): number;
  /** True when the person wants to go, and the runs to wait. */
  ask(running: number): Promise<boolean>;
  /** Interrupts what runs, its checkpoint kept, and lets go of the workspace. */
  close(): Promise<void>;
  /** Ends the process; comes back as one more `beforeQuit`. */
  quit(): void;
}

export interface QuitGuard {
  /** Whether the process may end now; asks and closes when it may not yet. */
  beforeQuit(): boolean;
  /** Whether a window may close: where nothing would be interrupted, or where that was agreed to. */
  mayClose(): boolean;
}

/**
 * What stands between the wish to quit and the end of the process. `beforeQuit` says whether the process may end now;
 * asking again while it is asked or closed changes nothing.
 */
export function createQuitGuard(ports: QuitPorts): QuitGuard {
  let state: 'open' | 'asking' | 'closing' | 'closed' = 'open';
  const leave = (): void => {
    state = 'closing';
    const quit = (): void => {
      state = 'closed';
      ports.quit();
    };
    ports.close().then(quit, quit);
  };
  return {
    mayClose: () => state !== 'open' || ports.running() === 0,
    beforeQuit() {
      if (state === 'closed') return true;
      if (state !== 'open') return false;
      const running = ports.running();
      if (running === 0) leave();
      else {
        state = 'asking';
        const stay = (): void => void (state = 'open');
        ports.ask(running).then(wantsToGo => (wantsToGo ? leave() : stay()), stay);
      }
      return false;
    },
  };
}
