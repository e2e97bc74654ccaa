/** What plans call their steps. */

export const SMALLER = 'smaller';
/** What answers at many widths. */
export const WIDE = 'wide';
export const CASCADE = 'cascade';
export const FEWER_BITS = 'int8';
