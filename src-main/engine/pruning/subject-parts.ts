import type { PruningSubject } from './criterion.ts';

/** The subject with nothing but the kernels that make its channels. */
export function kernelsOf(subject: PruningSubject): PruningSubject {
  if (subject.kind === 'weights') return subject;
  return { ...subject, members: subject.members.filter(({ isKernel, role }) => isKernel && role === 'output') };
}
