export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  workspace: 'Workspace',
  path: 'Folder',
  version: 'Version',
};
