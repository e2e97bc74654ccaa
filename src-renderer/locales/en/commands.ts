export const commands = {
  placeholder: 'Type a screen, run, model or action',
  screens: 'Screens',
  actions: 'Actions',
  runs: 'Runs',
  models: 'Models',
  takeTour: 'Take the tour',
  newExperiment: 'New experiment',
  switchTheme: 'Switch between light and dark',
  switchLanguage: '切换到中文',
  keys: 'Keyboard shortcuts',
};
