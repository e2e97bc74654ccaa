import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { SourceFiles } from '../../engine/data/ports.ts';

const PACKED = /\.gz$/i;

/** The files that somebody chose or dropped, as a source; packed ones are unpacked as they stream by. */
export function createFileSources(files: readonly File[]): SourceFiles {
  const byName = new Map(files.map(file => [nameOf(file), file]));
  const find = (name: string): File => {
    const file = byName.get(name);
    if (file === undefined) throw new AppFailure({ code: 'not-found', message: `There is no file '${name}'`, path: name });
    return file;
  };
  return {
    list: () => Promise.resolve([...byName].map(([name, file]) => ({ name, bytes: file.size })).sort((a, b) => (a.name < b.name ? -1 : 1))),
    async read(_source, name, maxBytes) {
      const file = find(name);
      if (file.size > maxBytes) throw invalidInput(`'${name}' may have ${maxBytes} bytes here, but has ${file.size}`, { path: name });
      return new Uint8Array(await file.arrayBuffer());
    },
    async *stream(_source, name) {
      const file = find(name);
      const stream = PACKED.test(file.name) ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
      const reader = stream.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    },
  };
}

/** With its folder; without the ending that says that it is packed. */
function nameOf(file: File): string {
  const name = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
  return name.replace(PACKED, '');
}
