import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SIGNATURES } from '../../src-main/engine/backends/libtensorflow/signatures.ts';
import { judgingPython, requireOrSkip } from '../support/requirements.ts';

const HEADERS = ['c_api.h', 'tf_status.h', 'tf_tensor.h', 'tf_buffer.h', 'tf_tstring.h', 'eager/c_api.h', 'eager/c_api_experimental.h'];

/** Where the wheel that Keras stands on keeps the C headers; null without TensorFlow. */
const folder = headerFolder();
const hasHeaders = requireOrSkip('keras', () => (folder === null ? `${judgingPython()} has no TensorFlow with C headers` : null));

it.runIf(hasHeaders).each(Object.entries(SIGNATURES))('%s is called as the C headers declare it', (name, [result, given]) => {
  const declared = declarations().get(name);
  expect(declared, `${name} is in none of the headers`).toBeDefined();
  expect([result, ...given].map(machineType)).toEqual(declared);
});

function headerFolder(): string | null {
  const script = "import importlib.util as u; print(u.find_spec('tensorflow').submodule_search_locations[0])";
  const { status, stdout } = spawnSync(judgingPython(), ['-c', script], { encoding: 'utf8' });
  const found = status === 0 ? join(stdout.trim(), 'include', 'tensorflow', 'c') : '';
  return existsSync(join(found, 'c_api.h')) ? found : null;
}

/** Machine types of result and arguments, by the function's name. */
function declarations(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const header of HEADERS) {
    const text = readFileSync(join(folder ?? '', header), 'utf8')
      .replaceAll(/\/\/.*|\/\*[^]*?\*\//g, '')
      // A pointer to a function is a pointer.
      .replaceAll(/\w+\s*\(\*\s*(\w+)\)\s*\([^)]*\)/g, 'void* $1');
    for (const [, result = '', name = '', args = ''] of text.matchAll(
      /^\s*(?:TF_CAPI_EXPORT\s+)?(?:extern\s+)?([\w\s*]+?)\s*\b(TFE?_\w+)\s*\(([^)]*)\)\s*;/gm,
    )) {
      // C++ overloads have references.
      if (args.includes('&')) continue;
      const list = args.trim() === '' || args.trim() === 'void' ? [] : args.split(',');
      found.set(name, [declaredType(result), ...list.map(declaredType)]);
    }
  }
  return found;
}

/** What a C declaration comes to in a call: a pointer, or a number of so many bits. */
function declaredType(declaration: string): string {
  const text = declaration.replaceAll(/\b(extern|const|static|inline|TF_CAPI_EXPORT)\b/g, '').trim();
  if (/\*|\[/.test(text)) return 'pointer';
  const known: Readonly<Record<string, string>> = {
    void: 'void',
    int: 'i32',
    TF_Code: 'i32',
    TF_DataType: 'i32',
    int64_t: 'i64',
    size_t: 'u64',
    float: 'f32',
    'unsigned char': 'u8',
    uint8_t: 'u8',
    TF_Output: 'TF_Output',
    TF_Bool: 'u8',
  };
  const type = text.split(/\s+/);
  return known[type.slice(0, 2).join(' ')] ?? known[type[0] ?? ''] ?? text;
}

function machineType(type: string): string {
  const known: Readonly<Record<string, string>> = {
    'void *': 'pointer',
    str: 'pointer',
    void: 'void',
    int: 'i32',
    int64_t: 'i64',
    size_t: 'u64',
    float: 'f32',
    uint8_t: 'u8',
    TF_Output: 'TF_Output',
  };
  return known[type] ?? type;
}
