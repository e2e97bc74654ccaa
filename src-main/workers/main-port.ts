/** The way from a process of ours to main. */
export interface MainPort<Out = unknown, In = unknown> {
  /** Resolves once the message is out of this process's hands. */
  post(message: Out): Promise<void>;
  onMessage(listener: (message: In) => void): void;
  /** Main is gone: nobody will store or hear anything any more. */
  onClose(listener: () => void): void;
  /** Lets the process end once it has nothing more to do. */
  leave(): void;
}

/** What Electron gives a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** The port of this process, however it was started: forked by Node, or as a utility process of Electron. */
export function processPort<Out, In>(): MainPort<Out, In> {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? forkedPort() : utilityPort(parentPort);
}

function forkedPort<Out, In>(): MainPort<Out, In> {
  return {
    post: message =>
      new Promise(resolve => {
        if (process.send === undefined || !process.connected) resolve();
        else process.send(message, undefined, {}, () => resolve());
      }),
    onMessage: listener => void process.on('message', message => listener(message as In)),
    onClose: listener => void process.on('disconnect', listener),
    leave: () => void (process.connected && process.disconnect()),
  };
}

/**
 * A utility process is not told when a message has left it, and what has not left when it exits is lost; so main answers
 * each message with its number (`app/desktop/utility-process.ts`).
 */
function utilityPort<Out, In>(port: ParentPort): MainPort<Out, In> {
  const waiting = new Map<number, () => void>();
  const listeners: ((message: In) => void)[] = [];
  const early: In[] = [];
  let number = 0;
  port.on('message', ({ data }) => {
    const { ack, message } = data as { readonly ack?: number; readonly message?: In };
    if (ack === undefined) {
      if (listeners.length === 0) early.push(message as In);
      for (const listener of listeners) listener(message as In);
      return;
    }
    waiting.get(ack)?.();
    waiting.delete(ack);
  });
  return {
    post: message =>
      new Promise(resolve => {
        number += 1;
        waiting.set(number, resolve);
        port.postMessage({ number, message });
      }),
    onMessage(listener) {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose: listener => void port.on('close', listener),
    leave: () => process.exit(),
  };
}
