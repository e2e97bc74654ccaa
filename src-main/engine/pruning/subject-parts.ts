import type { PruningSubject } from './criterion.ts';

/** The subject with nothing but the kernels that make its channels, or that its layers have. */
export function kernelsOf(subject: PruningSubject): PruningSubject {
  if (subject.kind === 'weights') return subject;
  if (subject.kind === 'layers') {
    const units = subject.units.map(unit => ({ ...unit, members: unit.members.filter(({ isKernel }) => isKernel) }));
    return { ...subject, units };
  }
  return { ...subject, members: subject.members.filter(({ isKernel, role }) => isKernel && role === 'output') };
}
