import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { Reply, Transport } from '../ipc/transport.ts';

/** Between the transports that pages are on, and the application that is open now. */
export interface Switchboard {
  /** What an application registers on. It answers from `connect` on, and is silent once another was connected. */
  line(): Line;
  /** Where pages are. The channels are those of the line that is connected. */
  attach(transport: Transport): void;
}

export interface Line extends Transport {
  connect(): void;
}

/** Applications come and go; a transport takes one reply a channel, for good. */
export function createSwitchboard(): Switchboard {
  const transports: Transport[] = [];
  let current: ReadonlyMap<string, Reply> = new Map();
  return {
    line() {
      const replies = new Map<string, Reply>();
      return {
        handle(channel, reply) {
          if (replies.has(channel)) throw new Error(`Two replies for the channel '${channel}'`);
          replies.set(channel, reply);
        },
        publish(event, payload) {
          if (current === replies) for (const transport of transports) transport.publish(event, payload);
        },
        connect: () => void (current = replies),
      };
    },
    attach(transport) {
      transports.push(transport);
      for (const channel of current.keys()) {
        transport.handle(channel, payload => {
          const reply = current.get(channel);
          if (reply === undefined) throw new AppFailure({ code: 'not-found', message: `There is no call '${channel}'` });
          return reply(payload);
        });
      }
    },
  };
}
