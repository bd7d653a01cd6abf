import { streamChannels } from '../audio/index.js';
import {
  makeVoicePrint,
  SpeechFinder,
  type SpokenPiece,
  type VoicePrint,
} from '../conversation/index.js';
import {
  type AudioFile,
  openRecording,
  openSpeakerEncoder,
  openVoiceDetector,
} from '../node/index.js';

/**
 * Computes the voice print of somebody, by which `conversation` names this speaker in recordings with
 * several speakers on one channel. It is plain data, which `JSON.stringify` stores.
 *
 * ```ts
 * const anna = await voicePrint('Anna', ['anna.wav']);
 * const { speakers } = await classifier.conversation('call.wav', { voices: [anna] });
 * ```
 *
 * @param files recordings in which nobody else speaks; 10 s of speech and more are reliable
 * @throws RangeError if they contain no speech; AudioError and FileError as `classifyFile`
 */
export async function voicePrint(
  name: string,
  files: Iterable<AudioFile>,
  signal?: AbortSignal,
): Promise<VoicePrint> {
  return await makeVoicePrint(name, speechIn(files, signal), await openSpeakerEncoder());
}

async function* speechIn(
  files: Iterable<AudioFile>,
  signal?: AbortSignal,
): AsyncGenerator<SpokenPiece> {
  const detector = await openVoiceDetector();
  for (const file of files) {
    const stream = streamChannels(await openRecording(file));
    for await (const { found } of new SpeechFinder(detector, 'mix').find(stream, signal))
      for (const { pieces } of found) yield* pieces;
  }
}
