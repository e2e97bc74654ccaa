import { describe, expect, it } from 'vitest';
import { importRecipe } from '../../../../src-renderer/app/drop/import-recipe.ts';
import {
  isRecipeText,
  kindsOf,
  mayBeRecipe,
  modelKindsOf,
  sortDrop,
  type DroppedFile,
} from '../../../../src-renderer/components/intake/sort-drop.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { checkRecipeText } from '../../../../src-main/services/recipes.ts';

const catalog = createCatalog();
const kinds = [...modelKindsOf(catalog['model-reader'] ?? []), ...kindsOf(catalog['reader'] ?? [])];

function dropped(path: string, text: string | null = null, bytes = 10): DroppedFile {
  return { path, bytes, file: 'id', text };
}

const RECIPE = 'espalier: 1\nsteps: {}\n';

describe('what was dropped', () => {
  it('is a recipe when it says so, in YAML and in JSON', () => {
    const files = [dropped('a.yaml', `# mine\n${RECIPE}`), dropped('b.json', '{"espalier": 1}'), dropped('c.ESPALIER', RECIPE)];
    expect(sortDrop(files, kinds).recipes.map(file => file.path)).toEqual(['a.yaml', 'b.json', 'c.ESPALIER']);
    expect(isRecipeText('name: x\nespaliered: 1')).toBe(false);
    expect([mayBeRecipe('a.yml', 100), mayBeRecipe('a.yml', 5_000_000), mayBeRecipe('a.txt', 1)]).toEqual([true, false, false]);
  });

  it('is data by the endings the readers know; tables each for itself, images and labels together', () => {
    const files = ['a.csv', 'b.TSV', 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte.gz'].map(path => dropped(path));
    expect(sortDrop(files, kinds).data.map(({ name, files: own, kind }) => [name, own.length, kind])).toEqual([
      ['a.csv', 1, null],
      ['b.TSV', 1, null],
      ['train', 2, 'idx'],
    ]);
  });

  it('may be a folder: one source, with the paths inside of it', () => {
    const files = ['digits/train-images-idx3-ubyte', 'digits/deep/train-labels-idx1-ubyte', 'digits/README'].map(path => dropped(path));
    const [group] = sortDrop(files, kinds).data;
    expect([group?.name, group?.kind]).toEqual(['digits', 'idx']);
    expect(group?.files.map(file => file.path)).toEqual(['train-images-idx3-ubyte', 'deep/train-labels-idx1-ubyte', 'README']);
  });

  it('is a network by the endings of its readers; a folder with one in it is that network', () => {
    const files = ['Net.ONNX', 'a.csv', 'js/model.json', 'js/group1-shard1of1.bin'].map(path => dropped(path));
    expect(sortDrop(files, kinds).data.map(({ name, kind, isModel }) => [name, kind, isModel === true])).toEqual([
      ['Net.ONNX', null, true],
      ['a.csv', null, false],
      ['js', null, true],
    ]);
  });

  it('is refused with the reason otherwise', () => {
    const files = [dropped('a.yaml', 'foo: 1'), dropped('m.pkl'), dropped('x.psd'), dropped('e.csv', null, 0), dropped('photos/a.psd')];
    expect(sortDrop(files, kinds)).toMatchObject({ recipes: [], data: [] });
    expect(sortDrop(files, kinds).refused.map(({ name, reason }) => [name, reason])).toEqual([
      ['a.yaml', 'recipe'],
      ['m.pkl', 'model'],
      ['x.psd', 'unknown'],
      ['e.csv', 'empty'],
      ['photos', 'unknown'],
    ]);
  });
});

describe('the draft of an import', () => {
  it('is a recipe, whatever the name of the file', () => {
    for (const name of ['train.ubyte', '数据 🌳: "x".ubyte', 'بيانات.ubyte', '#- .ubyte', '🌳.ubyte']) {
      const text = importRecipe([{ source: `uploads/${name}`, name, kind: 'idx' }]);
      expect([name, checkRecipeText(text, catalog).problems]).toEqual([name, []]);
    }
  });

  it('imports a network for the data that came with it', () => {
    const sources = [
      { source: 'uploads/net.onnx', name: 'net.onnx', kind: null, isModel: true },
      { source: 'uploads/t-ubyte', name: 't-ubyte', kind: 'idx' },
    ];
    const text = importRecipe(sources);
    expect(text).toContain('do: import-model');
    expect(checkRecipeText(text, catalog).problems).toEqual([]);
  });

  it('has a step for each source, and leaves open only what must be chosen', () => {
    const sources = ['a.csv', 'b.csv'].map(name => ({ source: `uploads/${name}`, name, kind: null }));
    const { problems } = checkRecipeText(importRecipe(sources), catalog);
    expect(problems.map(problem => problem.path)).toEqual(['steps.data-1.label', 'steps.data-2.label']);
  });
});
