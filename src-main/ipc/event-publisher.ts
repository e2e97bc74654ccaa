import type { z } from 'zod';
import { channelOf, type Contract } from '../../src-shared/contracts/define-contract.ts';
import type { Transport } from './transport.ts';

type EventBody<C extends Contract, K extends keyof C['events']> = Omit<z.input<C['events'][K]>, 'seq'>;

/** Sends the events of a contract, numbered. */
export interface EventPublisher<C extends Contract> {
  /** `seq` is added: it counts up by one per event name, so a renderer that sees a gap fetches the snapshot. */
  publish<K extends keyof C['events'] & string>(event: K, body: EventBody<C, K>): void;
}

/** Throws when a body does not fit the contract: what main says is checked as well as what it hears. */
export function createEventPublisher<C extends Contract>(contract: C, transport: Transport): EventPublisher<C> {
  const sequences = new Map<string, number>();
  return {
    publish(event, body) {
      const schema = contract.events[event];
      if (schema === undefined) throw new Error(`The contract '${contract.name}' has no event '${event}'`);
      const seq = sequences.get(event) ?? 0;
      const payload = schema.parse({ ...body, seq });
      sequences.set(event, seq + 1);
      transport.publish(channelOf(contract, event), payload);
    },
  };
}
