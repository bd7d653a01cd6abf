import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { writeAudacity } from './audacity.js';
import { writeAudformat } from './audformat.js';
import { writeCsv } from './csv.js';
import { writeEaf } from './eaf.js';
import { writeJson } from './json.js';
import { writeRttm, writeSpeakerRttm } from './rttm.js';
import { writeSpeechbrain } from './speechbrain.js';
import { writeSrt } from './srt.js';
import { writeTextGrid } from './textgrid.js';
import { writeVtt } from './vtt.js';

type FormatFacts = {
  /** File name extension without a dot; different for each format, so that files lie side by side. */
  readonly extension: string;
  /** Media type for HTTP, with its character set. */
  readonly mediaType: string;
};

/** A format that conversations are written in. */
export type ConversationFormat = FormatFacts &
  (
    | {
        /** A file holds one recording. */
        readonly holds: 'one';
        readonly write: (recording: AnalysedRecording, options: WriteOptions) => string;
      }
    | {
        /**
         * A file holds any number of recordings: in one table or object (`many`), or one after the
         * other (`lines`), so that files may also be joined.
         */
        readonly holds: 'many' | 'lines';
        readonly write: (recordings: readonly AnalysedRecording[], options: WriteOptions) => string;
      }
  );

const TEXT = 'text/plain; charset=utf-8';
const CSV = 'text/csv; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** All formats by the names that the command line and the server use. */
export const CONVERSATION_FORMATS = {
  json: { extension: 'json', mediaType: JSON_TYPE, holds: 'lines', write: writeJson },
  csv: { extension: 'csv', mediaType: CSV, holds: 'many', write: writeCsv },
  srt: {
    extension: 'srt',
    mediaType: 'application/x-subrip; charset=utf-8',
    holds: 'one',
    write: writeSrt,
  },
  vtt: { extension: 'vtt', mediaType: 'text/vtt; charset=utf-8', holds: 'one', write: writeVtt },
  rttm: { extension: 'rttm', mediaType: TEXT, holds: 'lines', write: writeRttm },
  'rttm-speakers': {
    extension: 'speakers.rttm',
    mediaType: TEXT,
    holds: 'lines',
    write: writeSpeakerRttm,
  },
  textgrid: { extension: 'TextGrid', mediaType: TEXT, holds: 'one', write: writeTextGrid },
  eaf: {
    extension: 'eaf',
    mediaType: 'application/xml; charset=utf-8',
    holds: 'one',
    write: writeEaf,
  },
  audacity: { extension: 'audacity.txt', mediaType: TEXT, holds: 'one', write: writeAudacity },
  audformat: { extension: 'audformat.csv', mediaType: CSV, holds: 'many', write: writeAudformat },
  speechbrain: {
    extension: 'speechbrain.json',
    mediaType: JSON_TYPE,
    holds: 'many',
    write: writeSpeechbrain,
  },
} as const satisfies Readonly<Record<string, ConversationFormat>>;

/** The name of a format, e.g. `srt`. */
export type FormatName = keyof typeof CONVERSATION_FORMATS;

/** The names of all formats. */
export const FORMAT_NAMES = Object.keys(CONVERSATION_FORMATS) as readonly FormatName[];

/** Writes one recording in a format. Everything by default: segments, in English. */
export function writeConversation(
  recording: AnalysedRecording,
  name: FormatName,
  options: Partial<WriteOptions> = {},
): string {
  const format: ConversationFormat = CONVERSATION_FORMATS[name];
  const all: WriteOptions = { content: 'segments', language: 'en', ...options };
  return format.holds === 'one' ? format.write(recording, all) : format.write([recording], all);
}
