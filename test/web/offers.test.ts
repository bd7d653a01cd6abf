import { describe, expect, test } from 'vitest';
import type { BundleManifest, ModelEntry } from '../../web/src/api/types.ts';
import { makeOffers } from '../../web/src/models/catalogue/offer.ts';
import {
  COMMERCIAL,
  languagesOf,
  licencesOf,
  NO_SEARCH,
  type OfferSearch,
  searchOffers,
} from '../../web/src/models/catalogue/search-offers.ts';

/** An embedded model with a mean on each of some corpora that it was not trained on. */
function embedded(id: string, bytes: number, unseen: readonly number[], licence = 'mit') {
  const manifest = {
    labels: [{ id: 'neu', en: 'neutral', zh: '中性' }],
    architecture: { type: 'whisper', parameters: 4_662_532 },
    licence,
    figures: unseen.map((value, at) => ({
      ...{ name: `UAR corpus${at}, alone, corpus left out of training`, value, protocol: '' },
    })),
  };
  return {
    ...{
      id,
      name: id,
      origin: 'embedded',
      state: 'available',
      isInstalled: true,
      isDefault: false,
    },
    bytes,
    // The chooser reads these parts of a manifest only.
    manifest: manifest as unknown as BundleManifest,
  } satisfies ModelEntry;
}

const ENTRIES = [
  embedded('large', 900, [0.9, 0.7]),
  embedded('small', 300, [0.7, 0.6], 'cc-by-nc-sa-4.0'),
  embedded('tiny', 100, [0.95]),
  embedded('unmeasured', 50, [], 'model licence'),
];

const find = (search: Partial<OfferSearch>, entries: readonly ModelEntry[] = ENTRIES) =>
  searchOffers(makeOffers(entries), { ...NO_SEARCH, ...search }).map(
    ({ repository }) => repository,
  );

describe('the models of the chooser', () => {
  test('are the embedded ones, then those of the catalogue, with their entry of the server', () => {
    const hub = {
      ...{ id: 'superb/hubert-large-superb-er', name: 'x', origin: 'hub', state: 'available' },
      ...{ isInstalled: false, isDefault: false, bytes: 7 },
    } satisfies ModelEntry;
    const offers = makeOffers([...ENTRIES, hub]);
    expect(offers.slice(0, 4).map(({ repository }) => repository)).toEqual(
      ENTRIES.map(({ id }) => id),
    );
    const offered = offers.filter(({ entry }) => entry !== undefined);
    expect(offered.map(({ entry }) => entry)).toEqual([...ENTRIES, hub]);
    expect(offered.at(-1)).toMatchObject({ bytes: 7, licence: 'Apache-2.0' });
    expect(offers[1]).toMatchObject({ commercialUse: false, parametersMillions: 4.662532 });
    expect(offers[3]).not.toHaveProperty('commercialUse');
  });

  test('are recommended only among those measured on the most corpora', () => {
    expect(find({ purpose: 'unknown voices' })).toEqual([
      'large',
      'modelscope:iic/emotion2vec_plus_base',
    ]);
    expect(find({ purpose: 'small size' })).toEqual([
      'small',
      'modelscope:iic/emotion2vec_plus_seed',
    ]);
    const [first] = makeOffers(ENTRIES);
    expect(first?.figures).toMatchObject([{ kind: 'measured', lowest: 0.7, corpora: 2 }]);
    expect(find({ purpose: 'unknown voices' }, [embedded('unmeasured', 1, [])])).toEqual([
      'modelscope:iic/emotion2vec_plus_base',
    ]);
  });

  test('are filtered by words, language, licence, use and whether they open', () => {
    expect(find({ text: ' VALENCE  msp-podcast ', licence: 'mit' })).toEqual([
      '3loi/SER-Odyssey-Baseline-WavLM-Multi-Attributes',
      '3loi/SER-Odyssey-Baseline-WavLM-Valence',
    ]);
    expect(find({ language: 'zh' })).toEqual(['xmj2002/hubert-base-ch-speech-emotion-recognition']);
    const free = find({ licence: COMMERCIAL });
    expect(free).toContain('large');
    expect(free).not.toContain('small');
    // "CC BY-NC-SA 4.0" and "cc-by-nc-sa-4.0" are one licence.
    const shared = find({ licence: 'cc-by-nc-sa-4.0', opens: false });
    expect(shared).toContain('small');
    expect(shared).toContain('amiriparian/ExHuBERT');
    expect(find({ text: 'exhubert' })).toEqual([]);
  });

  test('name each licence and each language once', () => {
    const offers = makeOffers(ENTRIES);
    const keys = [...licencesOf(offers).keys()];
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys.filter((key) => key === 'cc-by-nc-sa-4.0').length).toBe(1);
    expect(languagesOf(offers)).toEqual(['en', 'fi', 'ru', 'zh']);
  });
});
