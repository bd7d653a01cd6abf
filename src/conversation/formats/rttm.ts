import type { Conversation, Span } from '../conversation.js';
import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { recordingIds, speakerNames, toToken } from './names.js';
import { rowsOf } from './rows.js';

/**
 * Writes the emotions as Rich Transcription Time Marked lines. The label stands where the format has
 * the speaker's name, the number of the speaker where it has the channel, and the score is the confidence.
 *
 * @see https://github.com/nryant/dscore#rttm
 */
export function writeRttm(
  recordings: readonly AnalysedRecording[],
  { content }: WriteOptions,
): string {
  return writeLines(recordings, (conversation) => {
    const numbers = new Map(conversation.speakers.map(({ id }, at) => [id, at + 1]));
    return rowsOf(conversation, content).map(({ start, end, speakerId, code, score }) => ({
      ...{ start, end },
      channel: numbers.get(speakerId) ?? 1,
      name: code,
      confidence: score?.toFixed(3) ?? '<NA>',
    }));
  });
}

/** Writes who speaks when, without emotions, as a diarisation scorer reads it. */
export function writeSpeakerRttm(recordings: readonly AnalysedRecording[]): string {
  return writeLines(recordings, (conversation) => {
    const names = speakerNames(conversation);
    return conversation.speakers
      .flatMap(({ id, channel = 0, speech }) =>
        speech.map(({ start, end }) => ({
          ...{ start, end },
          channel: channel + 1,
          name: names.get(id) ?? id,
          confidence: '<NA>',
        })),
      )
      .sort((a, b) => a.start - b.start);
  });
}

type Turn = Span & {
  readonly channel: number;
  readonly name: string;
  readonly confidence: string;
};

function writeLines(
  recordings: readonly AnalysedRecording[],
  turnsOf: (conversation: Conversation) => readonly Turn[],
): string {
  const ids = recordingIds(recordings);
  return recordings
    .flatMap(({ conversation }, at) =>
      turnsOf(conversation).map(({ start, end, channel, name, confidence }) => {
        const times = `${start.toFixed(3)} ${(end - start).toFixed(3)}`;
        return `SPEAKER ${ids[at] ?? ''} ${channel} ${times} <NA> <NA> ${toToken(name)} ${confidence} <NA>\n`;
      }),
    )
    .join('');
}
