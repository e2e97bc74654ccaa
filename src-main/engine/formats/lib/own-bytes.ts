import type protobuf from 'protobufjs/light.js';

/**
 * What a writer holds, without the copy that `finish` would make of it: a model is large. The writer is done with after that. A plain
 * array, since `slice` of Node's own kind would share the memory.
 */
export function ownBytes(writer: protobuf.Writer): Uint8Array {
  const { buffer, byteOffset, length } = (writer.finish as (shared: boolean) => Uint8Array).call(writer, true);
  return new Uint8Array(buffer, byteOffset, length);
}
