import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { oneLine } from './one-line.js';
import { rowsOf } from './rows.js';

/**
 * Writes a label track of Audacity: start, end and label, separated by tabs; times in seconds.
 *
 * @see https://manual.audacityteam.org/man/importing_and_exporting_labels.html
 */
export function writeAudacity(
  { conversation }: AnalysedRecording,
  { content, language }: WriteOptions,
): string {
  const hasSeveral = conversation.speakers.length > 1;
  return rowsOf(conversation, content)
    .map(({ start, end, speakerWords, words }) => {
      const text = hasSeveral ? `${speakerWords[language]}: ${words[language]}` : words[language];
      return `${start.toFixed(6)}\t${end.toFixed(6)}\t${oneLine(text)}\n`;
    })
    .join('');
}
