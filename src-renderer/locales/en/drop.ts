/** Files that are dropped, chosen, or opened by the system. */
export const drop = {
  here: 'Drop to open',
  what: 'A recipe opens in the editor; data and networks come into the workspace and can be imported.',
  accepted: 'These kinds are taken: {{kinds}}',
  recipe: 'A recipe begins with a line such as “espalier: 1”; this file has none.',
  model: 'Networks in files of this kind can’t be imported yet.',
  unknown: 'No reader knows this kind of file.',
  empty: 'It is empty.',
  progress: '“{{name}}” comes into the workspace: {{percent}} %',
  cancel: 'Cancel',
  draftReplaced: 'Your earlier draft was replaced.',
  restoreDraft: 'Take it back',
};
