import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useForm } from './form-model.tsx';

/** So many are offered at once: the others are found by typing. */
const OFFERED = 50;

/** The name of a column: chosen from those of the source as soon as they are known, or typed. */
export function ColumnInput({ of = 'any', ...props }: Omit<AutocompleteProps, 'data'> & { of?: 'any' | 'number' }) {
  const { columns } = useForm();
  const names = columns.filter(({ type }) => of === 'any' || type === 'number').map(({ name }) => name);
  return <Autocomplete {...props} data={[...new Set(names)]} limit={OFFERED} openOnFocus={names.length > 0} />;
}
