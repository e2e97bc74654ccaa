import type { z } from 'zod';
import { channelOf, type Contract, type Handlers } from '../../src-shared/contracts/define-contract.ts';
import { invalidInput, toAppError, type AppError } from '../../src-shared/lib/app-error.ts';
import { err, ok, type Result } from '../../src-shared/lib/result.ts';
import type { Transport } from './transport.ts';

/** A bug that showed itself in a call. The renderer is told only `id`; the log holds what it stands for. */
export interface BugReport {
  readonly id: string;
  readonly channel: string;
  readonly thrown: unknown;
}

export interface ServeOptions {
  readonly transport: Transport;
  readonly logBug: (bug: BugReport) => void;
}

type AnyHandler = (input: unknown) => Promise<unknown>;
type Call = Contract['calls'][string];

/**
 * Answers the calls of a contract: input and output are checked, a refusal becomes an error value, and anything else
 * thrown is logged under an id while the renderer learns only that there was a bug.
 */
export function serveContract<C extends Contract>(contract: C, handlers: Handlers<C>, { transport, logBug }: ServeOptions): void {
  for (const [name, call] of Object.entries(contract.calls)) {
    const channel = channelOf(contract, name);
    const handler = handlers[name as keyof C['calls']] as AnyHandler;
    transport.handle(channel, async payload => {
      try {
        return ok(await answer(call, handler, payload));
      } catch (thrown) {
        return failed(channel, thrown, logBug);
      }
    });
  }
}

async function answer(call: Call, handler: AnyHandler, payload: unknown): Promise<unknown> {
  const input = call.input.safeParse(payload);
  if (!input.success) throw invalidInput(describe(input.error), pathOf(input.error));
  const output = call.output.safeParse(await handler(input.data));
  if (!output.success) throw new Error(`The answer does not fit the contract: ${describe(output.error)}`);
  return output.data;
}

function failed(channel: string, thrown: unknown, logBug: ServeOptions['logBug']): Result<never, AppError> {
  const error = toAppError(thrown);
  if (error.code !== 'internal') return err(error);
  const id = globalThis.crypto.randomUUID().slice(0, 8);
  logBug({ id, channel, thrown });
  return err({ code: 'internal', message: 'Something went wrong inside Espalier; the log holds the details under this id.', id });
}

function describe(error: z.ZodError): string {
  return error.issues.map(issue => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
}

function pathOf(error: z.ZodError): { path?: string } {
  const path = error.issues[0]?.path.join('.') ?? '';
  return path === '' ? {} : { path };
}
