/** Where popovers are drawn, as the theme has it for menus: at the end of the main landmark. */
export const FLOATING = { target: '#floating' } as const;
