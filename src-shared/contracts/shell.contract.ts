import { z } from 'zod';
import { defineContract } from './define-contract.ts';

/** A file that the system asked Espalier to open: a double click, a drop on the icon. */
export const openedFile = z.object({
  /** By which main knows it. */
  file: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** Of a small text file, so that a recipe needs no further call. */
  text: z.string().nullable(),
});
export type OpenedFile = z.infer<typeof openedFile>;

/** What a native menu asks the page to do. */
export const SHELL_COMMANDS = [
  'new',
  'search',
  'projects',
  'settings',
  'keys',
  'home',
  'data',
  'models',
  'runs',
  'compare',
  'compute',
] as const;
export type ShellCommand = (typeof SHELL_COMMANDS)[number];

/** What only a window of its own has: files opened by the system, native menus. In a browser nothing ever comes. */
export const shellContract = defineContract({
  name: 'shell',
  calls: {
    /** Says that a page is there, in which language, and takes what was opened before. */
    hello: { input: z.object({ language: z.enum(['en', 'zh-CN']) }), output: z.object({ opened: z.array(openedFile) }) },
    /** A screen stopped working: main's log keeps the id that the person quotes. */
    crashed: {
      input: z.object({ id: z.string().max(40), details: z.string().max(20_000) }),
      output: z.object({}),
    },
  },
  events: {
    opened: z.object({ seq: z.number().int(), files: z.array(openedFile) }),
    command: z.object({ seq: z.number().int(), command: z.enum(SHELL_COMMANDS) }),
  },
});
