import { lookup3 } from './lookup3.ts';

const SIGNATURE = 0x5244484f; // 'OHDR', little-endian
const TIMES_STORED = 0x20;
const ATTRIBUTE_PHASE_STORED = 0x10;

/**
 * Sets the access, modification, change and birth times of the object header at `address` to 0 and renews its
 * checksum, in place, so that the same content gives the same file. libhdf5 writes the clock's time and offers no way
 * around it here. Source: HDF5 File Format Specification 3.0, section IV.A.1.b (version 2 object headers).
 */
export function clearObjectTimes(file: Uint8Array, address: number): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const flags = view.getUint8(address + 5);
  if (view.getUint32(address, true) !== SIGNATURE || view.getUint8(address + 4) !== 2)
    throw new Error(`No version 2 object header at ${address}`);
  let position = address + 6;
  if ((flags & TIMES_STORED) !== 0) {
    file.fill(0, position, position + 16);
    position += 16;
  }
  if ((flags & ATTRIBUTE_PHASE_STORED) !== 0) position += 4;
  const sizeBytes = 2 ** (flags & 3);
  const size =
    sizeBytes === 1 ? view.getUint8(position) : sizeBytes === 2 ? view.getUint16(position, true) : view.getUint32(position, true);
  const end = position + sizeBytes + size;
  view.setUint32(end, lookup3(file.subarray(address, end)), true);
}
