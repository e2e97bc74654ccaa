/** How many training items a criterion that measures passes over. */
export const evidenceItems = {
  kind: 'number',
  label: 'Items to measure on',
  help: 'Training items that gradients or activations are measured on, at every ranking.',
  default: 2048,
  min: 1,
  max: 10_000_000,
  integer: true,
} as const;
