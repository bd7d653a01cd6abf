import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { figureName, protocolText } from '../../web/src/i18n/protocol-text.ts';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

type Manifest = {
  readonly figures: readonly { readonly name: string; readonly protocol: string }[];
};

const figures = readdirSync(MODELS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const text = readFileSync(`${MODELS}${name}/model.json`, 'utf8');
    return (JSON.parse(text) as Manifest).figures;
  });

test('every figure of the embedded models has a Chinese name and a Chinese protocol', () => {
  expect(figures.length).toBeGreaterThan(0);
  for (const { name, protocol } of figures) {
    expect(figureName(name, 'zh'), name).toMatch(/\p{Script=Han}/u);
    expect(protocolText(protocol, 'zh'), protocol).toMatch(/\p{Script=Han}/u);
    // Names of corpora, programs and types remain; no English sentence does.
    expect(protocolText(protocol, 'zh')).not.toMatch(/[a-z]+ [a-z]+/i);
  }
});

test('the numbers of a protocol remain', () => {
  expect(protocolText('EmoDB, German: 339 clips of 10 speakers.', 'zh')).toBe(
    'EmoDB（德语）：10 位说话人的 339 段录音。',
  );
  expect(figureName('UAR emodb', 'zh')).toBe('UAR emodb（交叉验证）');
});

test('unknown texts and the English page keep the text of the model', () => {
  const partly = 'EmoDB, German: 339 clips of 10 speakers. Measured by hand.';
  expect(protocolText(partly, 'zh')).toBe(partly);
  expect(figureName('WER', 'zh')).toBe('WER');
  for (const { name, protocol } of figures) {
    expect(figureName(name, 'en')).toBe(name);
    expect(protocolText(protocol, 'en')).toBe(protocol);
  }
});
