/** Words that Python, or a module of PyTorch, has a meaning for. */
const KEYWORDS =
  /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|match|case|type)$/;
const USED =
  /^(?:self|super|print|open|len|range|list|dict|int|float|bool|torch|nn|F|json|struct|math|Path|Model|load|load_safetensors|ResetBeforeGRU|surety)$/;
const OF_MODULES =
  /^(?:modules|children|parameters|buffers|forward|train|training|eval|apply|half|double|cpu|cuda|to|zero_grad|state_dict|named_modules|add_module|register_buffer|bfloat16|compile|tuple|share_memory|extra_repr|requires_grad_|T_destination|call_super_init|dump_patches|ipu|xpu|mtia|get_submodule|get_parameter|get_buffer)$/;

/** Gives Python names, each once, and none that has a meaning already. */
export function pythonNames(): (wish: string) => string {
  const given = new Set<string>();
  return wish => {
    let name = wish.replaceAll(/[-.]/g, '_');
    while (given.has(name) || [KEYWORDS, USED, OF_MODULES].some(taken => taken.test(name))) name += '_';
    given.add(name);
    return name;
  };
}

export function tuple(values: readonly (number | string)[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`;
}

/** A tensor with these values, as it is written within an expression on `x`. */
export function literal(x: string, values: readonly number[], shape?: readonly number[]): string {
  const flat = `${x}.new_tensor([${values.join(', ')}])`;
  return shape === undefined ? flat : `${flat}.reshape${tuple(shape)}`;
}
