import { expect, test } from 'vitest';
import { findKnownModel, KNOWN_MODELS, searchModels } from '../../src/catalogue/index.js';
import { isRepositoryName } from '../../src/hub/index.js';

test('every known model has a name that can be fetched, and the address of its page', () => {
  const names = KNOWN_MODELS.map(({ repository }) => repository);
  expect(names.length).toBeGreaterThan(30);
  expect(new Set(names).size).toBe(names.length);
  for (const { repository, link } of KNOWN_MODELS) {
    expect(isRepositoryName(repository), repository).toBe(true);
    const name = repository.replace('modelscope:', '');
    const page = repository === name ? 'https://huggingface.co/' : 'https://modelscope.cn/models/';
    expect(link).toBe(page + name);
  }
});

test('every fact of a known model makes sense', () => {
  for (const model of KNOWN_MODELS) {
    const { repository, labels, figures, languages, caution, opens, licence } = model;
    expect(new Set(labels).size, repository).toBe(labels.length);
    for (const code of languages) expect(code, repository).toMatch(/^[a-z]{2}$/);
    for (const { value, protocol } of figures) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
      expect(protocol.zh).toMatch(/\d/);
    }
    if (caution) expect(caution.zh, repository).toMatch(/\p{Script=Han}/u);
    // A refusal without a reason helps nobody.
    if (opens !== 'yes') expect(caution, repository).toBeDefined();
    if (model.commercialUse === true) expect(licence, repository).toBeDefined();
    if (licence?.includes('NC')) expect(model.commercialUse, repository).toBe(false);
  }
});

const namesOf = (search: Parameters<typeof searchModels>[0]) =>
  searchModels(search).map(({ repository }) => repository);

test('a search has every condition that is given', () => {
  expect(searchModels()).toEqual(KNOWN_MODELS);
  expect(namesOf({ language: 'ZH' })).toEqual([
    'xmj2002/hubert-base-ch-speech-emotion-recognition',
  ]);
  expect(namesOf({ words: ['HUBERT', 'iemocap'] })).toEqual([
    'superb/hubert-base-superb-er',
    'superb/hubert-large-superb-er',
  ]);
  expect(namesOf({ words: ['unknown voices'] })).toEqual(['modelscope:iic/emotion2vec_plus_base']);
  expect(namesOf({ licence: 'openrail', commercialUse: true })).toEqual([]);
  expect(namesOf({ licence: 'openrail', opens: true }).length).toBe(4);
  expect(namesOf({ words: ['no such model'] })).toEqual([]);
  const free = searchModels({ commercialUse: true, opens: true });
  expect(free.length).toBeGreaterThan(5);
  for (const { commercialUse, opens } of free) {
    expect(commercialUse).toBe(true);
    expect(opens).not.toBe('no');
  }
});

test('the model for unknown voices is among the best of those that open, within 0.2 points', () => {
  const accuracyOf = ({ figures }: (typeof KNOWN_MODELS)[number]) =>
    figures.find(({ name }) => name === 'accuracy')?.value ?? 0;
  const best = Math.max(...searchModels({ opens: true }).map(accuracyOf));
  const [recommended] = searchModels({ words: ['unknown voices'] });
  expect(recommended && best - accuracyOf(recommended)).toBeLessThan(0.0021);
});

test('the model for a small size has the fewest parameters of those that open', () => {
  const sizes = searchModels({ opens: true }).map(
    ({ parametersMillions = Infinity }) => parametersMillions,
  );
  const [recommended] = searchModels({ words: ['small size'] });
  expect(recommended?.parametersMillions).toBe(Math.min(...sizes));
});

test('a repository is found by its name', () => {
  expect(findKnownModel('superb/hubert-large-superb-er')?.labels).toEqual([
    ...['neu', 'hap', 'ang', 'sad'],
  ]);
  expect(findKnownModel('superb/other')).toBeUndefined();
});
