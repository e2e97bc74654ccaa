import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';

/** Shades of the accent; what is drawn comes from `styles/tokens.css`, which knows both themes. */
const tree: MantineColorsTuple = [
  '#e3f1e8',
  '#c9e4d3',
  '#a5d3b6',
  '#7fc198',
  '#5cc48a',
  '#459a66',
  '#378658',
  '#2a7549',
  '#226340',
  '#174a2f',
];

/** The text on a filled accent is white on light and near black on dark: a variable, which Mantine's own resolver doesn't use. */
const variantColorResolver: VariantColorsResolver = input => {
  const resolved = defaultVariantColorsResolver(input);
  const isPrimary = input.color === undefined || input.color === input.theme.primaryColor;
  return input.variant === 'filled' && isPrimary ? { ...resolved, color: 'var(--on-accent)' } : resolved;
};

// Scroll locking inserts a style element, which the content security policy refuses; the page itself never scrolls.
const unlocked = { lockScroll: false } as const;

/** Menus and tooltips are drawn at the end of the main landmark, so that no content lies outside of one. */
export const FLOATING_ID = 'floating';
const portalProps = { target: `#${FLOATING_ID}` };

export const theme = createTheme({
  primaryColor: 'tree',
  primaryShade: { light: 7, dark: 4 },
  colors: { tree },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Button: { defaultProps: { size: 'xs', fz: 13 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Modal: { defaultProps: { ...unlocked, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { ...unlocked, portalProps, transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { portalProps, openDelay: 350, withArrow: true, fz: 12, multiline: true, maw: 320 } },
    Menu: { defaultProps: { portalProps, transitionProps: { duration: 80 } } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 0 } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, comboboxProps: { portalProps, transitionProps: { duration: 80 } } } },
    Tabs: { defaultProps: { keepMounted: false } },
  },
});
