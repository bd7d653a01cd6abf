import type { ModelEntry } from '../../api/types.ts';
import type { ModelPlace } from './open-model.ts';

/** A model that was converted in this browser. */
export type KeptEntry = { readonly entry: ModelEntry; readonly place: ModelPlace };

/** The models that were converted in this browser before; of several with one name, the first. */
export async function keptEntries(): Promise<readonly KeptEntry[]> {
  const { isConverted, keptModels } = await import('./engine.ts');
  const converted = (await keptModels()).filter(({ address }) => isConverted(address));
  const byName = new Map(converted.toReversed().map((model) => [model.name, model]));
  return [...byName.values()].map(({ name, address, bytes }) => ({
    place: { address },
    entry: {
      ...{ id: name, name, origin: 'folder', state: 'available', bytes },
      ...{ isInstalled: true, isDefault: false },
    },
  }));
}
