export const home = {
  title: 'Home',
  tourTitle: 'See it work on real data',
  tourText:
    'The tour trains a network on 60,000 handwritten digits, prunes it twelvefold, compares both on 10,000 digits neither has seen, and exports the small one, read back and checked.',
  tourNote: 'Nothing to install, nothing to download. Takes up to {{minutes}} minutes on two CPU cores; leave at any time, it goes on.',
  takeTour: 'Take the tour',
  readRecipe: 'Read its recipe',
  steps: 'What it will do',
  running: 'Running now',
  nothingRunning: 'Nothing is running.',
  recent: 'Recent runs',
  noRuns: 'No runs yet. The tour is a good first one.',
  allRuns: 'All runs',
  kindHelp: {
    'import-data': 'Reads the files, checks them, and sets validation and test items aside.',
    train: 'Trains a network and keeps the best epoch by validation loss.',
    prune: 'Removes the least important weights along a schedule, and fine-tunes the rest.',
    factorise: 'Replaces kernels by products of two smaller ones, and fine-tunes them.',
    evaluate: 'Measures one model on one split.',
    compare: 'Puts models side by side: errors with intervals, size, speed, tests of difference.',
    export: 'Writes files for other tools, reads each back and compares its answers.',
  },
};
