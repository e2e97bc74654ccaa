import type { z } from 'zod';
import type { AppError } from '../lib/app-error.ts';
import type { Result } from '../lib/result.ts';

interface CallSchema {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/** One area of the interface between renderer and main: names, types and validation for both sides. */
export interface Contract {
  readonly name: string;
  readonly calls: Readonly<Record<string, CallSchema>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export function defineContract<const C extends Contract>(contract: C): C {
  return contract;
}

export function channelOf(contract: Contract, call: string): string {
  return `${contract.name}:${call}`;
}

/** What main implements. Throws freely: `serveContract` turns a throw into an AppError. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C['calls']]: (input: z.output<C['calls'][K]['input']>) => Promise<z.input<C['calls'][K]['output']>>;
};

/** What the renderer holds. Never rejects: failure is a value, and the compiler makes callers look at it. */
export type Client<C extends Contract> = {
  readonly [K in keyof C['calls']]: (
    input: z.input<C['calls'][K]['input']>,
  ) => Promise<Result<z.output<C['calls'][K]['output']>, AppError>>;
};

export type EventOf<C extends Contract, K extends keyof C['events']> = z.output<C['events'][K]>;
