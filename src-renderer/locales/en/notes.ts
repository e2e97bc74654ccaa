export const notes = {
  title: 'Notifications',
  unread_one: '{{count}} unread',
  unread_other: '{{count}} unread',
  none: 'Nothing yet. Runs that end and files that come in are noted here.',
  clear: 'Clear',
  imported: '“{{name}}” is in the workspace',
  'not-imported': '“{{name}}” did not come in',
  refused: '“{{name}}” can’t be opened',
};
