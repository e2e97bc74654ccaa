import {
  IconChartBar,
  IconChartDots,
  IconCpu,
  IconDatabase,
  IconHome,
  IconPlayerPlay,
  IconPlus,
  IconSettings,
  IconArrowMerge,
  IconBinaryTree2,
  type Icon,
} from '@tabler/icons-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

export type ScreenId = 'home' | 'data' | 'models' | 'new' | 'runs' | 'compare' | 'compute' | 'settings';

export interface ScreenProps {
  /** What follows the screen's name in the address: a run, a model, a comparison. */
  readonly id?: string;
}

type View = LazyExoticComponent<ComponentType<ScreenProps>>;

export interface Screen {
  readonly id: ScreenId;
  readonly path: string;
  readonly icon: Icon;
  /** After `g`. */
  readonly letter: string;
  readonly view: View;
  /** Pages of one entity, by what follows its id in the address. */
  readonly below?: Readonly<Record<string, View>>;
}

/** A screen that is reached from others and from the command box, and has no place on the rail. */
export interface SideScreen {
  readonly id: 'fuse' | 'studies';
  readonly path: string;
  readonly icon: Icon;
  readonly view: View;
}

export const SIDE_SCREENS: readonly SideScreen[] = [
  {
    id: 'fuse',
    path: '/fuse',
    icon: IconArrowMerge,
    view: lazy(() => import('../features/fusion/fusion-screen.tsx').then(m => ({ default: m.FusionScreen }))),
  },
  {
    id: 'studies',
    path: '/studies',
    icon: IconChartDots,
    view: lazy(() => import('../features/studies/studies-screen.tsx').then(m => ({ default: m.StudiesScreen }))),
  },
];

/** In the order of the rail; the keys 1-8 follow it. Each screen is a chunk of its own. */
export const SCREENS: readonly Screen[] = [
  {
    id: 'home',
    path: '/',
    icon: IconHome,
    letter: 'h',
    view: lazy(() => import('../features/home/home-screen.tsx').then(m => ({ default: m.HomeScreen }))),
  },
  {
    id: 'data',
    path: '/data',
    icon: IconDatabase,
    letter: 'd',
    view: lazy(() => import('../features/data/data-screen.tsx').then(m => ({ default: m.DataScreen }))),
  },
  {
    id: 'models',
    path: '/models',
    icon: IconBinaryTree2,
    letter: 'm',
    view: lazy(() => import('../features/models/models-screen.tsx').then(m => ({ default: m.ModelsScreen }))),
    below: { surgery: lazy(() => import('../features/surgery/surgery-screen.tsx').then(m => ({ default: m.SurgeryScreen }))) },
  },
  {
    id: 'new',
    path: '/new',
    icon: IconPlus,
    letter: 'n',
    view: lazy(() => import('../features/new-experiment/new-screen.tsx').then(m => ({ default: m.NewScreen }))),
  },
  {
    id: 'runs',
    path: '/runs',
    icon: IconPlayerPlay,
    letter: 'r',
    view: lazy(() => import('../features/runs/runs-screen.tsx').then(m => ({ default: m.RunsScreen }))),
  },
  {
    id: 'compare',
    path: '/compare',
    icon: IconChartBar,
    letter: 'c',
    view: lazy(() => import('../features/compare/compare-screen.tsx').then(m => ({ default: m.CompareScreen }))),
  },
  {
    id: 'compute',
    path: '/compute',
    icon: IconCpu,
    letter: 'e',
    view: lazy(() => import('../features/compute/compute-screen.tsx').then(m => ({ default: m.ComputeScreen }))),
  },
  {
    id: 'settings',
    path: '/settings',
    icon: IconSettings,
    letter: 's',
    view: lazy(() => import('../features/settings/settings-screen.tsx').then(m => ({ default: m.SettingsScreen }))),
  },
];
