import { channelOf, type Client, type Contract, type EventOf } from '../../src-shared/contracts/define-contract.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import { err, type Result } from '../../src-shared/lib/result.ts';
import type { Bridge } from './bridge.ts';

/** A typed face for the calls of a contract. Failure is a value, also when the bridge itself throws. */
export function createClient<C extends Contract>(contract: C, bridge: Bridge): Client<C> {
  const calls = Object.keys(contract.calls).map(call => [call, (input: unknown) => invoke(bridge, channelOf(contract, call), input)]);
  return Object.fromEntries(calls) as Client<C>;
}

/** Calls the listener with checked payloads; one that doesn't fit the contract is dropped, as an old page may meet a newer main. */
export function subscribeTo<C extends Contract, K extends keyof C['events'] & string>(
  contract: C,
  event: K,
  bridge: Bridge,
  listener: (payload: EventOf<C, K>) => void,
): () => void {
  return bridge.subscribe(channelOf(contract, event), payload => {
    const checked = contract.events[event]?.safeParse(payload);
    if (checked?.success === true) listener(checked.data as EventOf<C, K>);
  });
}

async function invoke(bridge: Bridge, channel: string, input: unknown): Promise<Result<unknown, AppError>> {
  try {
    return (await bridge.invoke(channel, input)) as Result<unknown, AppError>;
  } catch (thrown) {
    return err({ code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
