import { describe, expect, it } from 'vitest';
import { createSvgContext } from '../../../../src-renderer/charts/svg-context.ts';

function drawn(draw: (context: CanvasRenderingContext2D) => void): string {
  const canvas = {} as HTMLCanvasElement;
  const { context, svg } = createSvgContext(canvas, text => ({ width: text.length * 10 }) as TextMetrics);
  draw(context);
  return svg(100, 50, '#fff');
}

describe('what is drawn on a context', () => {
  it('is written down as paths, where the transform puts them', () => {
    const svg = drawn(context => {
      context.save();
      context.translate(10, 5);
      context.scale(2, 2);
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(10, 0);
      context.strokeStyle = '#f00';
      context.lineWidth = 3;
      context.setLineDash([4, 2]);
      context.stroke();
      context.restore();
      context.fillRect(1, 2, 3, 4);
    });
    expect(svg).toContain(
      '<path d="M10 5L30 5" fill="none" stroke="#f00" stroke-width="3" stroke-linecap="butt" stroke-linejoin="miter" stroke-dasharray="4 2"/>',
    );
    expect(svg).toContain('<path d="M1 2L4 2L4 6L1 6Z" fill="#000"/>');
  });

  it('has a whole circle as two arcs, and an arc the other way round with the other sweep', () => {
    const circle = drawn(context => {
      context.beginPath();
      context.arc(10, 10, 5, 0, 2 * Math.PI);
      context.fill();
    });
    expect(circle).toContain('d="M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10"');
    const back = drawn(context => {
      context.beginPath();
      context.arc(0, 0, 2, Math.PI, 0, true);
      context.stroke();
    });
    expect(back).toContain('M-2 0A2 2 0 0 0 0 2A2 2 0 0 0 2 0');
  });

  it('keeps to its clip until it is restored', () => {
    const svg = drawn(context => {
      context.save();
      context.beginPath();
      context.rect(0, 0, 10, 10);
      context.clip();
      context.fillRect(0, 0, 20, 20);
      context.restore();
      context.fillRect(5, 5, 1, 1);
    });
    expect(svg).toContain('<clipPath id="clip0"><path d="M0 0L10 0L10 10L0 10Z"/></clipPath>');
    expect(svg.match(/clip-path="url\(#clip0\)"/g)).toHaveLength(1);
  });

  it('has texts with their place, and never as tags', () => {
    const svg = drawn(context => {
      context.font = '12px "A&B"';
      context.textAlign = 'right';
      context.globalAlpha = 0.5;
      context.fillText('<b>5 & 6</b>', 3, 4);
    });
    expect(svg).toContain('x="3" y="4" text-anchor="end"');
    expect(svg).toContain('style="font:12px &quot;A&amp;B&quot;"');
    expect(svg).toMatch(/<g opacity="0.5"><text [^<]*>&lt;b&gt;5 &amp; 6&lt;\/b&gt;<\/text><\/g>/);
  });

  it('is gone when all is wiped', () => {
    const svg = drawn(context => {
      context.fillRect(1, 1, 1, 1);
      context.clearRect(0, 0, 100, 50);
      context.fillRect(2, 2, 1, 1);
    });
    expect(svg).not.toContain('M1 1');
    expect(svg).toContain('M2 2');
  });

  it('is measured by the one who can', () => {
    let width = 0;
    drawn(context => void (width = context.measureText('four').width));
    expect(width).toBe(40);
  });
});
