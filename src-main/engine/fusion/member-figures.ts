import { costsOf } from '../graph/costs.ts';
import type { SourceMember } from './method.ts';

/** What a member costs by itself. */
export function memberFigures({ model, bytes }: SourceMember): {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
} {
  const { parameters, multiplyAdds } = costsOf(model.graph).total;
  return { parameters, multiplyAdds, bytes };
}
