import { z } from 'zod';
import type { DoctorFinding, MachineFacts } from '../domain/settings.ts';
import { defineContract } from './define-contract.ts';
import { made } from './views.ts';

const settings = z.object({ resumeAtStart: z.boolean() });

export const settingsContract = defineContract({
  name: 'settings',
  calls: {
    get: { input: z.object({}), output: settings },
    /** Changes those that are given; answers with all. */
    set: { input: z.object({ resumeAtStart: z.boolean().optional() }), output: settings },
    machine: { input: z.object({}), output: made<MachineFacts>() },
    /** Looks at database, files and checkpoints, and changes nothing. Refused while jobs run. */
    examine: { input: z.object({}), output: z.object({ findings: z.array(made<DoctorFinding>()) }) },
    /** Examines anew and does what is proposed. Refused while jobs run. */
    repair: { input: z.object({}), output: z.object({ repaired: z.number().int() }) },
  },
  events: {},
});
