import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConversationEvent, EmotionClassifier } from '../../src/index.js';

const FILE = fileURLToPath(new URL('../../examples/audio/sad-woman.flac', import.meta.url));

describe('a classifier that analyses a file', () => {
  let classifier: EmotionClassifier;

  beforeAll(async () => {
    classifier = await EmotionClassifier.fromHparams({ source: 'ecapa-mini' });
  });

  afterAll(async () => {
    await classifier.dispose();
  });

  test('returns the conversation, and reports how much of the file was read', async () => {
    const events: ConversationEvent[] = [];
    const conversation = await classifier.conversation(FILE, {
      onEvent: (event) => events.push(event),
    });
    expect(conversation).toMatchObject({ model: 'ecapa-mini', task: 'classification' });
    expect(conversation.speakers.map(({ id }) => id)).toEqual(['speaker-1']);
    expect(conversation.segments.map(({ label }) => label)).toContain('sad');
    expect(events.findLast(({ kind }) => kind === 'progress')).toMatchObject({ share: 1 });
    expect(events.at(-1)).toEqual({ kind: 'result', conversation });
  });

  test('returns the same segments under the name and in the shape of SpeechBrain', async () => {
    const { segments } = await classifier.conversation(FILE);
    expect(await classifier.diarizeFile(FILE)).toEqual({
      [FILE]: segments.map(({ start, end, label }) => ({ start, end, emotion: label })),
    });
  });

  test('rejects for the same reasons as classifyFile', async () => {
    await expect(classifier.conversation(`${FILE}.missing`)).rejects.toMatchObject({
      name: 'FileError',
    });
    await expect(classifier.conversation(new Blob(['no sound']))).rejects.toMatchObject({
      code: 'audio-unknown-format',
    });
  });
});
