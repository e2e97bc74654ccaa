export const data = {
  title: 'Data',
  empty: 'No data sets yet. A recipe with an import-data step brings one in.',
  items: 'Items',
  input: 'Input',
  classes: 'Classes',
  warnings: 'Worth knowing',
  task: { classes: '{{count}} classes', binary: 'two classes', values: 'values' },
};
