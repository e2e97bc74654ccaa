export const keys = {
  title: 'Keyboard',
  open: 'Search or run a command',
  digit: 'Screen by its place in the rail',
  go: 'Go to Home, Data, Models, Runs, Compare, Compute or Settings',
  new: 'New experiment',
  help: 'These keys',
  close: 'Close a dialog',
  run: 'Run the recipe being edited',
};
