/** What the jobs of the parts of a step are called: no step of a recipe can have such a name. */
export function partNames(step: string, noun: string): { readonly part: string; readonly whole: string } {
  return { part: `${step}/${noun}`, whole: `${step}/all` };
}

/** Whether this is the name of parts, whose numbers count parts and not seeds. */
export function isPartName(step: string): boolean {
  return step.includes('/');
}
