import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap/settings.mjs';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * A vite plugin that writes `licences.json` beside the bundle: every package that is shipped, which are those main needs and
 * those whose code went into the bundle, with version, licence and the licence's text. Equal texts stand there once.
 */
export function licencesPlugin() {
  return {
    name: 'licences',
    generateBundle() {
      const bundled = [...this.getModuleIds()].flatMap(
        id => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
      );
      const source = JSON.stringify(licencesOf([...new Set([...bundled, ...shippedWithMain()])]));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}

function shippedWithMain() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([path, entry]) => path !== '' && entry.dev !== true && entry.optional !== true);
  return shipped.map(([path]) => join(root, path)).filter(folder => existsSync(join(folder, 'package.json')));
}

function licencesOf(folders) {
  const texts = [];
  const found = new Map();
  for (const folder of folders.filter(each => existsSync(join(each, 'package.json')))) {
    const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(each => LICENCE_FILE.test(each));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    if (!texts.includes(text)) texts.push(text);
    const licence = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? '');
    found.set(`${name}@${version}`, { name, version, licence, text: texts.indexOf(text) });
  }
  const packages = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { packages, texts };
}
