import { config } from 'zod';

// zod tries `new Function` when the first schema is made, which the page's content security policy refuses and reports.
// Import this before any contract.
config({ jitless: true });
