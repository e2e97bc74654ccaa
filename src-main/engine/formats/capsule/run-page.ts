import { toBase64 } from '../lib/base64.ts';
/** More than this is left beside the page: the browser would hold it several times over. */
const MOST_ENCLOSED_BYTES = 64 * 2 ** 20;

/** Nothing from elsewhere: neither script nor picture, and nothing is sent. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; connect-src data:; img-src data: blob:";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.drop { border: 2px dashed #767676; border-radius: 8px; padding: 1.5rem; text-align: center; }
.button, button { display: inline-block; border: 1px solid #767676; border-radius: 6px; padding: .35rem .8rem; margin: 0 .4rem 0 0; cursor: pointer; background: none; color: inherit; font: inherit; }
.button:focus-within, button:focus-visible { outline: 3px solid #228be6; }
.button input { position: absolute; opacity: 0; width: 1px; height: 1px; }
form { display: grid; gap: .4rem; justify-items: start; margin-top: 1rem; }
textarea { width: 100%; font: inherit; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #7676764d; }
td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
meter { width: 6rem; margin-right: .5rem; }
.answer { font-weight: 600; }
.problem { color: #c92a2a; }
.small { font-size: .85rem; opacity: .8; }
@media (prefers-color-scheme: dark) { .problem { color: #ff8787; } }
`;

export interface RunPage {
  /** Of the model. */
  readonly name: string;
  /** The bundle of src-main/capsule/page.ts. */
  readonly program: string;
  /** The product's own file of the model. */
  readonly model: Uint8Array;
}

/** A page that answers for files, with the model and all that runs it inside. */
export function runPage({ name, program, model }: RunPage): string {
  const title = escaped(name);
  const enclosed = model.length > MOST_ENCLOSED_BYTES ? '' : toBase64(model);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main><h1>${title}</h1></main>
<script type="text/plain" id="model">${enclosed}</script>
<script>${program.replaceAll(/<(?=\/script|!--)/gi, '\\x3c')}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
