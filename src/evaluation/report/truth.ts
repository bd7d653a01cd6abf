import type { Evaluation } from '../evaluation.js';
import { LabelResolver } from '../clips/label-map.js';

/** The class of each clip of an evaluation; `undefined` if the model does not have it. */
export function truthsOf({ clips, model, data }: Evaluation): (number | undefined)[] {
  const resolver = new LabelResolver(model.labels, data.labelMap);
  return clips.map(({ label }) => {
    const found = resolver.resolve(label ?? '');
    return found.kind === 'known' ? found.index : undefined;
  });
}
