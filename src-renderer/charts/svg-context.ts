/** A drawing context that writes down what is drawn on it, as SVG. */
export interface SvgContext {
  readonly context: CanvasRenderingContext2D;
  /** The whole picture, on a ground of that colour. */
  svg(width: number, height: number, ground: string): string;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
type MeasureText = (text: string, font: string) => TextMetrics;

/** What `save` keeps: the styles under their names in a canvas, the transform, and the clip in force. */
interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  lineDashOffset: number;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  dash: readonly number[];
  matrix: Matrix;
  clip: string | null;
}

const START: State = {
  ...{ fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, lineCap: 'butt', lineJoin: 'miter', lineDashOffset: 0, globalAlpha: 1 },
  ...{ font: '10px sans-serif', textAlign: 'start', textBaseline: 'alphabetic', dash: [], matrix: [1, 0, 0, 1, 0, 0], clip: null },
};
const ANCHORS: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
const BASELINES: Readonly<Record<string, string>> = {
  middle: 'central',
  top: 'text-before-edge',
  hanging: 'hanging',
  bottom: 'text-after-edge',
};

/**
 * Holds the part of a canvas's context that chart.js and our plugins draw with. Gradients, images and shadows are not in it.
 * `name` sets its ids apart from those of other pictures on one page.
 */
export function createSvgContext(canvas: HTMLCanvasElement, measureText: MeasureText, name = ''): SvgContext {
  const pen: Pen = { name, state: { ...START }, stack: [], path: [], shapes: [], clips: [] };
  const methods = { ...stateMethods(pen), ...pathMethods(pen), ...drawMethods(pen, measureText) };
  const context = new Proxy(methods, {
    get: (own, name) => (name === 'canvas' ? canvas : Reflect.get(name in own ? own : pen.state, name)),
    set: (_, name, value) => Reflect.set(pen.state, name, typeof value === 'number' ? value : String(value)),
  }) as unknown as CanvasRenderingContext2D;
  return {
    context,
    svg: (width, height, ground) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
        ...(pen.clips.length === 0 ? [] : [`<defs>${pen.clips.join('')}</defs>`]),
        `<rect width="${width}" height="${height}" fill="${attribute(ground)}"/>`,
        ...pen.shapes,
        '</svg>',
      ].join('\n'),
  };
}

/** What has been drawn, and with what the next thing will be. */
interface Pen {
  /** Ids begin with it. */
  readonly name: string;
  readonly state: State;
  readonly stack: State[];
  path: string[];
  readonly shapes: string[];
  readonly clips: string[];
}

function stateMethods({ state, stack }: Pen) {
  const transform = (by: Matrix): void => void (state.matrix = multiply(state.matrix, by));
  return {
    save: () => void stack.push({ ...state }),
    restore: () => void Object.assign(state, stack.pop() ?? {}),
    translate: (x: number, y: number) => transform([1, 0, 0, 1, x, y]),
    scale: (x: number, y: number) => transform([x, 0, 0, y, 0, 0]),
    rotate: (angle: number) => transform([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]),
    setTransform: (...matrix: number[]) => void (state.matrix = matrix as unknown as Matrix),
    resetTransform: () => void (state.matrix = START.matrix),
    setLineDash: (dash: readonly number[]) => void (state.dash = [...dash]),
    getLineDash: () => [...state.dash],
  };
}

function pointOf({ state }: Pen, x: number, y: number): string {
  const [a, b, c, d, e, f] = state.matrix;
  return `${figure(a * x + c * y + e)} ${figure(b * x + d * y + f)}`;
}

function step(pen: Pen, command: string, ...ends: readonly (readonly [number, number])[]): void {
  pen.path.push(`${command}${ends.map(([x, y]) => pointOf(pen, x, y)).join(' ')}`);
}

function rectangle(pen: Pen, [x, y, width, height]: Rectangle): void {
  step(pen, 'M', [x, y]);
  step(pen, 'L', [x + width, y]);
  step(pen, 'L', [x + width, y + height]);
  step(pen, 'L', [x, y + height]);
  pen.path.push('Z');
}

type Rectangle = readonly [x: number, y: number, width: number, height: number];

function pathMethods(pen: Pen) {
  const { state } = pen;
  return {
    beginPath: () => void (pen.path = []),
    closePath: () => void pen.path.push('Z'),
    moveTo: (x: number, y: number) => step(pen, 'M', [x, y]),
    lineTo: (x: number, y: number) => step(pen, pen.path.length === 0 ? 'M' : 'L', [x, y]),
    bezierCurveTo: (...p: [number, number, number, number, number, number]) => step(pen, 'C', [p[0], p[1]], [p[2], p[3]], [p[4], p[5]]),
    quadraticCurveTo: (x1: number, y1: number, x: number, y: number) => step(pen, 'Q', [x1, y1], [x, y]),
    arc(x: number, y: number, radius: number, ...angles: [from: number, to: number, counter?: boolean]) {
      for (const piece of arcPieces(pen.path.length === 0, ...angles)) {
        const end = pointOf(pen, x + radius * Math.cos(piece.at), y + radius * Math.sin(piece.at));
        const size = figure(radius * Math.sqrt(Math.abs(state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2])));
        pen.path.push(piece.sweep === null ? `${piece.command}${end}` : `A${size} ${size} 0 ${piece.large} ${piece.sweep} ${end}`);
      }
    },
    rect: (...sides: Rectangle) => rectangle(pen, sides),
  };
}

function drawMethods(pen: Pen, measureText: MeasureText) {
  const { name, state, shapes, clips } = pen;
  const draw = (attributes: string): void => {
    if (pen.path.length > 0) shapes.push(`<path d="${pen.path.join('')}" ${attributes}${shared(state)}/>`);
  };
  const apart = (sides: Rectangle, attributes: string): void => {
    const before = pen.path;
    pen.path = [];
    rectangle(pen, sides);
    draw(attributes);
    pen.path = before;
  };
  return {
    fill: () => draw(`fill="${attribute(state.fillStyle)}"`),
    stroke: () => draw(strokeOf(state)),
    clip() {
      const id = `${name}clip${clips.length}`;
      const outer = state.clip === null ? '' : ` clip-path="url(#${state.clip})"`;
      clips.push(`<clipPath id="${id}"${outer}><path d="${pen.path.join('')}"/></clipPath>`);
      state.clip = id;
    },
    fillRect: (...sides: Rectangle) => apart(sides, `fill="${attribute(state.fillStyle)}"`),
    strokeRect: (...sides: Rectangle) => apart(sides, strokeOf(state)),
    // Before each drawing chart.js wipes the whole canvas, and nothing else ever does.
    clearRect() {
      shapes.length = 0;
      clips.length = 0;
    },
    fillText: (text: string, x: number, y: number) => void shapes.push(textShape(state, text, [x, y])),
    measureText: (text: string) => measureText(text, state.font),
  };
}

interface ArcPiece {
  readonly at: number;
  readonly command: 'M' | 'L';
  /** Null: a straight step to where the arc begins. */
  readonly sweep: 0 | 1 | null;
  readonly large: 0 | 1;
}

/** SVG can't draw a whole circle as one arc, so that every arc is drawn in two halves. */
function arcPieces(isFirst: boolean, from: number, to: number, counter = false): readonly ArcPiece[] {
  const turn = 2 * Math.PI;
  const raw = counter ? from - to : to - from;
  const angle = raw >= turn ? turn : ((raw % turn) + turn) % turn;
  const sign = counter ? -1 : 1;
  const sweep = counter ? 0 : 1;
  const start = { at: from, command: isFirst ? 'M' : 'L', sweep: null, large: 0 } as const;
  const half = (share: number): ArcPiece => ({ at: from + sign * angle * share, command: 'L', sweep, large: 0 });
  return angle === 0 ? [start] : [start, half(0.5), half(1)];
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function strokeOf({ strokeStyle, lineWidth, lineCap, lineJoin, dash }: State): string {
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(figure).join(' ')}"`;
  return `fill="none" stroke="${attribute(strokeStyle)}" stroke-width="${figure(lineWidth)}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"${dashes}`;
}

function shared({ globalAlpha, clip }: State): string {
  return `${globalAlpha === 1 ? '' : ` opacity="${figure(globalAlpha)}"`}${clip === null ? '' : ` clip-path="url(#${clip})"`}`;
}

function textShape(state: State, text: string, [x, y]: readonly [number, number]): string {
  const { matrix, font, textAlign, textBaseline, fillStyle } = state;
  const place = `transform="matrix(${matrix.map(figure).join(' ')})" x="${figure(x)}" y="${figure(y)}"`;
  const set = `text-anchor="${ANCHORS[textAlign] ?? 'start'}" dominant-baseline="${BASELINES[textBaseline] ?? 'auto'}"`;
  // A clip is read in the coordinates of what wears it, and those of a text are turned with it.
  const shape = `<text ${place} ${set} style="font:${attribute(font)}" fill="${attribute(fillStyle)}">${attribute(text)}</text>`;
  return shared(state) === '' ? shape : `<g${shared(state)}>${shape}</g>`;
}

/** Two decimals are a hundredth of a pixel. */
function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, found => ENTITIES[found] ?? found);
}
