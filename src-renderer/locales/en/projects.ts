export const projects = {
  title: 'Projects',
  running_one: '{{count}} run is going on here. It waits when you open another project, and goes on when you come back.',
  running_other: '{{count}} runs are going on here. They wait when you open another project, and go on when you come back.',
  current: 'open now',
  gone: 'folder is gone',
  forget: 'Take “{{name}}” off the list; its folder stays',
  newName: 'New project',
  newIn: 'Gets a folder of its own in {{folder}}',
  create: 'Create',
  choose: 'Open another folder',
};
