import type { Assignment, BlockTemplate, Space, Template } from './space.ts';

/** The fields of one configuration: what a person would have written instead of the space. */
export function resolveSpace(space: Space, assignment: Assignment): Readonly<Record<string, unknown>> {
  return resolveBlock(space.template, assignment);
}

/** A field whose range takes no part is left out, so that its default applies. */
function resolveBlock({ fields }: BlockTemplate, assignment: Assignment): Readonly<Record<string, unknown>> {
  const entries = Object.entries(fields).map(([name, field]) => [name, resolve(field, assignment)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function resolve(template: Template, assignment: Assignment): unknown {
  switch (template.kind) {
    case 'value':
      return template.value;
    case 'number':
      return assignment[template.dimension];
    case 'choice': {
      const option = template.options[assignment[template.dimension] ?? -1];
      return option === undefined ? undefined : resolve(option, assignment);
    }
    case 'block':
      return resolveBlock(template, assignment);
    case 'list':
      return resolveItems(template.items, assignment);
    case 'repeat': {
      const count = resolve(template.count, assignment);
      return typeof count === 'number' ? resolveItems(template.items.slice(0, count), assignment) : undefined;
    }
  }
}

function resolveItems(items: readonly Template[], assignment: Assignment): readonly unknown[] {
  return items.map(item => resolve(item, assignment)).filter(value => value !== undefined);
}
