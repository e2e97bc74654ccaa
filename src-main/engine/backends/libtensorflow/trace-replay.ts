import { NotTraceable } from '../../compiler.ts';
import type { Session } from './session.ts';
import type { TensorTable } from './tensors.ts';
import { createConstantTable, sameConstant, type ConstantTable } from './trace-constants.ts';
import { entryText, isSymbol, type Asked, type TraceEntry, type TraceGraph } from './trace-graph.ts';

/** It asks TensorFlow for nothing but the values of constants. */
export interface Replay extends Asked {
  /** Throws `NotTraceable` where the recording has more. */
  end(): void;
}

interface Replaying {
  readonly recorded: TraceGraph;
  readonly constants: ConstantTable<string>;
  /** Entries so far. */
  done: number;
}

/**
 * Takes a body's second run against what the first one recorded, and answers as the first one was answered. Whatever the body
 * draws or computes outside the graph would be frozen into it; then the runs differ, and the first difference throws
 * `NotTraceable`.
 */
export function createReplay(session: Session, tensors: TensorTable, recorded: TraceGraph): Replay {
  const replay: Replaying = { recorded, constants: createConstantTable(session, tensors), done: 0 };
  return {
    add(operation, attributes, inputs, options = {}) {
      const places = inputs.map(id => placeOf(replay, id, operation));
      const entry = next(replay, operation, ({ text }) => text === entryText(attributes, places));
      options.onNode?.(null);
      return [...entry.made];
    },
    outputOf: (id, user) => recorded.outputAt(placeOf(replay, id, user)),
    readersOf: () => [],
    end() {
      const more = recorded.entries[replay.done];
      if (more !== undefined) throw differs(more.operation);
    },
  };
}

function placeOf(replay: Replaying, id: number, user: string): string {
  if (isSymbol(id)) return replay.recorded.placeOf(id, user);
  return replay.constants.of(id, user, value => {
    const place = `n${replay.done}`;
    next(replay, 'Const', entry => entry.value !== null && sameConstant(entry.value, value), user);
    return place;
  });
}

function next(replay: Replaying, operation: string, isSame: (entry: TraceEntry) => boolean, named = operation): TraceEntry {
  const entry = replay.recorded.entries[replay.done];
  // A constant says nothing; whoever reads it does.
  if (entry?.operation !== operation || !isSame(entry)) throw differs(named);
  replay.done += 1;
  return entry;
}

function differs(operation: string): NotTraceable {
  return new NotTraceable(`${operation} was given other attributes or constants the second time`);
}
