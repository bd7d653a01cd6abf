import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Wav2EmoError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { fixture } from './golden.js';

const NUMBERS = ['-1', '0', '1', '2', '3', '7', '0.5', '96', '65536', '65537', '1000000000000'];

/** Every variant of a text in which one whole number is replaced by one of {@link NUMBERS}. */
function* changes(text: string): Generator<string> {
  for (const match of text.matchAll(/(?<=[:[,] *)\d+\b/g)) {
    for (const number of NUMBERS) {
      if (number !== match[0]) {
        yield text.slice(0, match.index) + number + text.slice(match.index + match[0].length);
      }
    }
  }
}

test.each([
  ['speechbrain-ecapa', 'hyperparams.yaml'],
  ['wavlm-base', 'config.json'],
  ['whisper-small', 'config.json'],
  ['whisper-pooled', 'config.json'],
  ['emotion2vec-large', 'config.yaml'],
  ['odyssey-categorical', 'encoder_config.json'],
  ['sense-voice', 'config.yaml'],
  ['vox-profile-whisper', 'encoder_config.json'],
])('any number in %s/%s results in a plan or an error in words', async (name, file) => {
  const text = readFileSync(fixture(`checkpoints/${name}/${file}`), 'utf8');
  let refused = 0;
  for (const changed of changes(text)) {
    try {
      planModel(await changedCheckpoint(name, file, () => changed));
    } catch (error) {
      if (!(error instanceof Wav2EmoError)) throw new Error(changed, { cause: error });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(50);
});
