/** `onnx,onnx:int8,tfjs` → formats for a recipe; behind a colon stands the precision. */
export function formatList(text: string): readonly (string | Readonly<Record<string, string>>)[] {
  return text.split(',').map(one => {
    const [format = '', precision] = one.split(':');
    return precision === undefined ? format : { format, precision };
  });
}
