/** The line sample of a series: the same colour on every screen. */
export function Swatch({ colour }: { colour: string }) {
  return (
    <svg width="18" height="6" aria-hidden="true" style={{ flex: 'none', marginRight: 8, verticalAlign: 'middle' }}>
      <line x1="1.5" x2="16.5" y1="3" y2="3" stroke={colour} strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
