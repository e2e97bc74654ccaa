import { Reader } from 'protobufjs/minimal.js';
import type { Session } from './session.ts';
import type { Pointer } from './library.ts';

/** An argument of an operation: one tensor, or a list of them. */
export interface InputArgument {
  readonly isList: boolean;
}

/** What arguments an operation has, read from the library's own description. */
export type DescribeInputs = (operation: string) => readonly InputArgument[];

export function createInputDescriptions({ library, status, check }: Session, graph: () => Pointer): DescribeInputs {
  const known = new Map<string, readonly InputArgument[]>();
  return operation => {
    const found = known.get(operation);
    if (found !== undefined) return found;
    const buffer: Pointer = library.TF_NewBuffer();
    library.TF_GraphGetOpDef(graph(), library.intern(operation).pointer, buffer, status);
    check(operation);
    const described = readArguments(library.bytesOf(buffer));
    library.TF_DeleteBuffer(buffer);
    known.set(operation, described);
    return described;
  };
}

/** `OpDef.input_arg` is field 2; an argument's `number_attr` (5) or `type_list_attr` (6) makes it a list. */
function readArguments(definition: Uint8Array): readonly InputArgument[] {
  const found: InputArgument[] = [];
  const reader = Reader.create(definition);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 2) found.push({ isList: isList(reader.bytes()) });
    else reader.skipType(tag & 7);
  }
  return found;
}

function isList(argument: Uint8Array): boolean {
  const reader = Reader.create(argument);
  let list = false;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    if (field === 5 || field === 6) list ||= reader.string() !== '';
    else reader.skipType(tag & 7);
  }
  return list;
}

/** Splits the inputs of a call over the arguments; a list takes what the others leave. */
export function groupInputs<T>(
  arguments_: readonly InputArgument[],
  inputs: readonly T[],
  operation: string,
): readonly (T | readonly T[])[] {
  const lists = arguments_.filter(argument => argument.isList).length;
  if (lists > 1) throw new Error(`${operation} takes ${lists} lists of tensors; recording knows one at most`);
  const inList = inputs.length - (arguments_.length - lists);
  let at = 0;
  return arguments_.map(argument => {
    const start = at;
    at += argument.isList ? inList : 1;
    return argument.isList ? inputs.slice(start, at) : inputs[start]!;
  });
}
