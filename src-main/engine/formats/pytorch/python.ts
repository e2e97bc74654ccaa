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

    def forward(self, series, mask=None):
        of_gates, of_candidate = self.state.weight.split((2 * self.units, self.units))
        state = series.new_zeros(series.shape[0], self.units)
        states = []
        for step, given in enumerate(self.given(series).unbind(1)):
            for_gates, for_candidate = given.split((2 * self.units, self.units), dim=1)
            update, reset = torch.sigmoid(for_gates + F.linear(state, of_gates)).chunk(2, dim=1)
            candidate = torch.tanh(for_candidate + F.linear(reset * state, of_candidate))
            fresh = update * state + (1 - update) * candidate
            state = fresh if mask is None else torch.where(mask[:, step] > 0.5, fresh, state)
            states.append(state)
        return torch.stack(states, dim=1)
`,
  },
  held_states: {
    source: `def held_states(cell, series, mask, every_step):
    """States of a recurrent module that stay as they are over the steps where the mask is 0."""
    counts = mask.squeeze(-1) > 0.5
    steps, order = series.shape[1], torch.argsort((~counts).int(), dim=1, stable=True)
    in_front = series.gather(1, order.unsqueeze(-1).expand_as(series))
    lengths, among = counts.sum(1, keepdim=True), counts.cumsum(1)
    packed = nn.utils.rnn.pack_padded_sequence(
        in_front, lengths.squeeze(1).clamp(min=1).cpu(), batch_first=True, enforce_sorted=False
    )
    states = nn.utils.rnn.pad_packed_sequence(cell(packed)[0], batch_first=True, total_length=steps)[0]

    def at(values, place, known):
        place = place.clamp(0, steps - 1).unsqueeze(-1).expand_as(values)
        return values.gather(1, place) * known.unsqueeze(-1)

    passed = among - counts.long()
    parts = states.chunk(2 if cell.bidirectional else 1, dim=-1)
    ahead = at(parts[0], among - 1, among > 0)
    if not cell.bidirectional:
        return ahead if every_step else ahead[:, -1]
    back = at(parts[1], passed, passed < lengths)
    if every_step:
        return torch.cat((ahead, back), dim=-1) * counts.unsqueeze(-1)
    return torch.cat((ahead[:, -1], back[:, 0]), dim=-1)
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
