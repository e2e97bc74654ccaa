import { PRODUCER } from '../lib/version.ts';
import type { TorchHelper } from './torch-form.ts';

/** Source of what modules are written with where they need it. */
export const TORCH_HELPERS: { readonly [H in TorchHelper]: { readonly source: string } } = {
  ResetBeforeGRU: {
    source: `class ResetBeforeGRU(nn.Module):
    """A GRU with its reset in front of the recurrent product, as published (Cho 2014); nn.GRU has it behind."""

    def __init__(self, inputs, units, bias=True):
        super().__init__()
        self.units = units
        self.given = nn.Linear(inputs, 3 * units, bias=bias)  # update, reset, candidate
        self.state = nn.Linear(units, 3 * units, bias=False)

    def forward(self, series):
        of_gates, of_candidate = self.state.weight.split((2 * self.units, self.units))
        state = series.new_zeros(series.shape[0], self.units)
        states = []
        for given in self.given(series).unbind(1):
            for_gates, for_candidate = given.split((2 * self.units, self.units), dim=1)
            update, reset = torch.sigmoid(for_gates + F.linear(state, of_gates)).chunk(2, dim=1)
            candidate = torch.tanh(for_candidate + F.linear(reset * state, of_candidate))
            state = update * state + (1 - update) * candidate
            states.append(state)
        return torch.stack(states, dim=1)
`,
  },
  surety: {
    source: `def surety(logits, by):
    """How sure an answer is, from 0 to 1, for each row of logits."""
    if logits.shape[-1] == 1:
        second = torch.sigmoid(logits)
        shares = torch.cat((1 - second, second), dim=-1)
    else:
        shares = F.softmax(logits, dim=-1)
    if by == "margin":
        best = shares.topk(2, dim=-1).values
        return best[:, :1] - best[:, 1:]
    if by == "entropy":
        return 1 + (shares * (shares + 1e-30).log()).sum(dim=-1, keepdim=True) / math.log(shares.shape[-1])
    return shares.amax(dim=-1, keepdim=True)
`,
  },
};

/** Reads the weights without any other package. */
export const TORCH_LOADER = {
  source: `def load_safetensors(path):
    """Tensors by name: a length, a header in JSON, and the values end to end."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = bytearray(data[8 + length :])
    read = lambda start, end: torch.frombuffer(body, dtype=torch.float32, count=(end - start) // 4, offset=start)
    return {name: read(*entry["data_offsets"]).reshape(entry["shape"]) for name, entry in header.items()}
`,
} as const;

/** What a file begins with. */
export const TORCH_HEAD = {
  source: (
    inputShape: readonly number[],
    imports: readonly string[],
  ) => `"""A network of plain PyTorch layers, written by ${PRODUCER.name}. It needs nothing but PyTorch.

model = load()
answers = model(inputs)  # [N, ${inputShape.join(', ')}] as preprocessed, channels last
"""

${imports.join('\n')}
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
`,
} as const;

interface ModelLines {
  readonly modules: readonly string[];
  readonly given: string;
  readonly steps: readonly string[];
}

export const TORCH_MODEL = {
  source: ({ modules, given, steps }: ModelLines) => `class Model(nn.Module):
    def __init__(self):
        super().__init__()
${indented(modules)}
    def forward(self, ${given}):
${indented(steps)}`,
} as const;

export const TORCH_LOAD = {
  source: (weights: string) => `def load(path=Path(__file__).with_name(${weights})):
    """The network with its weights, ready to answer."""
    model = Model()
    missing, unexpected = model.load_state_dict(load_safetensors(path), strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"the weights must fit the network: {missing} missing, {unexpected} unknown")
    return model.eval()
`,
} as const;

function indented(lines: readonly string[]): string {
  return lines.map(line => `        ${line}\n`).join('');
}
