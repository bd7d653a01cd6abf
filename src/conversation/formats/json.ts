import { toConversationJson } from '../conversation-json.js';
import type { AnalysedRecording } from './analysed-recording.js';

/** Writes each conversation with everything that is known about it, as one JSON object on one line. */
export function writeJson(recordings: readonly AnalysedRecording[]): string {
  return recordings
    .map(
      ({ file, conversation }) =>
        `${JSON.stringify({ file, ...toConversationJson(conversation) })}\n`,
    )
    .join('');
}
