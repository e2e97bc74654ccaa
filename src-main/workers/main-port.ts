import type { FromJob, ToJob } from '../jobs/messages.ts';

/** The way from a job process to main. */
export interface MainPort {
  /** Resolves once the message is out of this process's hands. */
  post(message: FromJob): Promise<void>;
  onMessage(listener: (message: ToJob) => void): void;
  /** Main is gone: nobody will store or hear anything any more. */
  onClose(listener: () => void): void;
}

/** The port of a process started by `child_process.fork`. */
export function processPort(): MainPort {
  return {
    post: message =>
      new Promise(resolve => {
        if (process.send === undefined || !process.connected) resolve();
        else process.send(message, undefined, {}, () => resolve());
      }),
    onMessage: listener => void process.on('message', message => listener(message as ToJob)),
    onClose: listener => void process.on('disconnect', listener),
  };
}
