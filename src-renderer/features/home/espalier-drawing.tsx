/** A tree trained flat against its wires: what the program is named after. */
export function EspalierDrawing() {
  return (
    <svg viewBox="0 0 220 200" fill="none" strokeLinecap="round" aria-hidden="true">
      <g stroke="var(--line)" strokeWidth="1">
        <path d="M12 20v164M208 20v164M12 56h196M12 96h196M12 136h196" />
      </g>
      <g stroke="var(--accent)" strokeWidth="3.5">
        <path d="M110 184V50" />
        <path d="M110 150c-4-10-14-14-28-14H34M110 150c4-10 14-14 28-14h48" strokeWidth="2.8" />
        <path d="M110 110c-4-10-14-14-26-14H42M110 110c4-10 14-14 26-14h42" strokeWidth="2.4" />
        <path d="M110 70c-4-10-12-14-22-14H56M110 70c4-10 12-14 22-14h32" strokeWidth="2" />
      </g>
      <g fill="var(--accent)">
        {LEAVES.map(([x, y, r]) => (
          <path
            key={`${x} ${y}`}
            d="M0 0c-6-5-6-13 0-18 6 5 6 13 0 18Z"
            transform={`translate(${x} ${y}) rotate(${r})`}
            opacity={0.35 + ((x * 7 + y) % 5) * 0.13}
          />
        ))}
      </g>
      <path d="M70 184h80" stroke="var(--faint)" strokeWidth="2" />
    </svg>
  );
}

const LEAVES = [
  [40, 136, -12],
  [58, 136, 10],
  [76, 136, -6],
  [48, 136, 172],
  [146, 137, 14],
  [164, 136, -10],
  [182, 136, 8],
  [172, 136, 186],
  [48, 96, 6],
  [66, 96, -14],
  [84, 97, 12],
  [140, 97, -8],
  [158, 96, 12],
  [174, 96, -6],
  [150, 96, 178],
  [60, 56, -8],
  [76, 56, 12],
  [142, 56, -12],
  [158, 56, 6],
  [110, 50, 0],
] as const;
