/** Written into files as their producer. Raised when what a writer writes changes. */
export const PRODUCER = { name: 'espalier', version: '1' } as const;
