import type { OpenedFile } from '../../../src-shared/contracts/shell.contract.ts';
import { mayBeRecipe, type DroppedFile } from './sort-drop.ts';

/** Of one drop; more than that is no data set one drops by hand. */
const MOST_FILES = 100_000;
const MOST_DEPTH = 16;

/** Whether a drag carries files, and not a text or a link of the page. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') === true;
}

/** The files of a drop, with those in folders. The entries must be asked for before anything is awaited. */
export async function readDrop(transfer: DataTransfer): Promise<readonly DroppedFile[]> {
  const entries = [...transfer.items].flatMap(item => (item.kind === 'file' ? [item.webkitGetAsEntry() ?? item.getAsFile()] : []));
  const found: { readonly path: string; readonly file: File }[] = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push({ path: entry.name, file: entry });
    else if (entry !== null) await visit(entry, entry.name, found);
  }
  return Promise.all(found.map(describe));
}

/** Files chosen in a dialog, with the folder they were chosen by. Hidden ones of a folder are left out. */
export function readFiles(files: readonly File[]): Promise<readonly DroppedFile[]> {
  const shown = files.filter(file => !file.name.startsWith('.') || file.webkitRelativePath === '');
  return Promise.all(shown.map(file => describe({ path: file.webkitRelativePath || file.name, file })));
}

/** Files that the system opened, which main knows. */
export function fromSystem(files: readonly OpenedFile[]): readonly DroppedFile[] {
  return files.map(({ file, name, bytes, text }) => ({ path: name, bytes, file, text }));
}

async function describe({ path, file }: { readonly path: string; readonly file: File }): Promise<DroppedFile> {
  const isLoose = !path.includes('/');
  const text = isLoose && mayBeRecipe(file.name, file.size) ? await file.text().catch(() => null) : null;
  return { path, bytes: file.size, file, text };
}

async function visit(entry: FileSystemEntry, path: string, found: { path: string; file: File }[]): Promise<void> {
  const hidden = entry.name.startsWith('.') && path.includes('/');
  if (hidden || found.length >= MOST_FILES || path.split('/').length > MOST_DEPTH) return;
  if (entry.isFile) {
    found.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    return;
  }
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await visit(child, `${path}/${child.name}`, found);
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder is told in parts, until a part is empty. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return children;
    children.push(...part);
  }
}
