/** Beginnings of library files, made by hand from the formats' own descriptions; nothing in them can be run. */
export const ELF_MACHINES = { x64: 62, arm64: 183, ia32: 3 } as const;

/** A whole ELF file: its section header table, of one entry, ends where the file does. */
export function elfFile(arch: keyof typeof ELF_MACHINES, bytes = 4096): Buffer {
  const file = Buffer.alloc(bytes);
  file.write('\u007fELF', 0, 'latin1');
  file.set([2, 1, 1], 4);
  file.writeUInt16LE(3, 16);
  file.writeUInt16LE(ELF_MACHINES[arch], 18);
  file.writeBigUInt64LE(BigInt(bytes - 64), 40);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(1, 60);
  return file;
}

/** A thin 64-bit Mach-O file of one segment that fills it. */
export function machOFile(arch: 'x64' | 'arm64', bytes = 4096): Buffer {
  const file = Buffer.alloc(bytes);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(arch === 'x64' ? 0x01000007 : 0x0100000c, 4);
  file.writeUInt32LE(1, 16);
  file.writeUInt32LE(72, 20);
  file.writeUInt32LE(0x19, 32);
  file.writeUInt32LE(72, 36);
  file.writeBigUInt64LE(0n, 72);
  file.writeBigUInt64LE(BigInt(bytes), 80);
  return file;
}

/** A universal Mach-O file with an x64 and an arm64 part. */
export function universalFile(bytes = 4096): Buffer {
  const file = Buffer.alloc(bytes);
  file.writeUInt32BE(0xcafebabe, 0);
  file.writeUInt32BE(2, 4);
  [0x01000007, 0x0100000c].forEach((cpu, i) => {
    file.writeUInt32BE(cpu, 8 + 20 * i);
    file.writeUInt32BE(1024 + 1024 * i, 16 + 20 * i);
    file.writeUInt32BE(bytes - 2048, 20 + 20 * i);
  });
  return file;
}

/** A PE file of one section that ends where the file does. */
export function peFile(arch: 'x64' | 'arm64', bytes = 4096): Buffer {
  const file = Buffer.alloc(bytes);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(128, 0x3c);
  file.write('PE\0\0', 128, 'latin1');
  file.writeUInt16LE(arch === 'x64' ? 0x8664 : 0xaa64, 132);
  file.writeUInt16LE(1, 134);
  file.writeUInt16LE(240, 148);
  const section = 128 + 24 + 240;
  file.writeUInt32LE(512, section + 16);
  file.writeUInt32LE(bytes - 512, section + 20);
  return file;
}
