/** What a drawing's classes and variables give it, and a file of its own would lack: all of them are attributes as well. */
const CARRIED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'paint-order'];

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing as a file that looks the same by itself, on the colour that lies behind it. As attributes: the page allows no styles. */
export function styledSvg(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [drawing, copy].map(each => [each, ...each.querySelectorAll('*')]) as [Element[], Element[]];
  copies.forEach((element, i) => {
    const style = getComputedStyle(originals[i]!);
    for (const name of CARRIED) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'style']) element.removeAttribute(name);
  });
  const ground = document.createElementNS(SVG, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--panel').trim());
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}
