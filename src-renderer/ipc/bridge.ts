/** What the preload script exposes, and what the WebSocket imitates: calls and events of known contracts, as values. */
export interface Bridge {
  /** Answers with a `Result`; never rejects. */
  invoke(channel: string, payload: unknown): Promise<unknown>;
  /** Returns the function that ends the subscription. */
  subscribe(channel: string, listener: (payload: unknown) => void): () => void;
}

/** `refused`: the server doesn't know us (any more); trying again is pointless. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** Whether main can be reached, for the bar that says so. The shape `useSyncExternalStore` wants. */
export interface Connection {
  current(): ConnectionState;
  subscribe(listener: () => void): () => void;
}

/** Hands one file of the disk to main, as part of a batch that was begun. Never rejects; answers a `Result`. */
export type SendFile = (target: { readonly batch: string; readonly path: string }, file: File, signal: AbortSignal) => Promise<unknown>;

export interface Host {
  readonly bridge: Bridge;
  readonly sendFile: SendFile;
  readonly connection: Connection;
}

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly bridge?: Bridge & {
      /** The id by which main knows a file of the disk; null for one that is none. */
      offerFile(file: File): Promise<string | null>;
    };
  }
}

/** Electron's preload bridge lives as long as the window. */
export const alwaysConnected: Connection = { current: () => 'connected', subscribe: () => () => undefined };
