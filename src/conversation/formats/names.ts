import type { Bilingual } from '../../findings.js';
import type { Conversation } from '../conversation.js';
import { nameSpeaker } from '../segments/describe-moment.js';
import type { AnalysedRecording } from './analysed-recording.js';
import { oneLine } from './one-line.js';

/** The name of a file without its folders. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** The name of a file without its folders and its extension, e.g. `call` of `calls/call.wav`. */
export function stemOf(file: string): string {
  return baseName(file).replace(/(?<=.)\.[^.]*$/, '');
}

/**
 * The names of the speakers for people, by their ids. If two speakers have the same name, each also
 * carries its id.
 */
export function speakerWords({ speakers }: Conversation): ReadonlyMap<string, Bilingual> {
  const words = speakers.map((speaker) => {
    const { en, zh } = nameSpeaker(speaker);
    return { en: oneLine(en), zh: oneLine(zh) };
  });
  const all = words.map(({ en }) => en);
  return new Map(
    speakers.map(({ id }, at) => {
      const { en, zh } = words[at] ?? { en: id, zh: id };
      return [id, isRepeated(en, all) ? { en: `${en} (${id})`, zh: `${zh}（${id}）` } : { en, zh }];
    }),
  );
}

/**
 * The names of the speakers for programs, by their ids: the given name, or else the id. If two speakers have the
 * same name, each also carries its id, because tiers and scorers distinguish speakers by name.
 */
export function speakerNames({ speakers }: Conversation): ReadonlyMap<string, string> {
  const plain = speakers.map(({ id, name }) => oneLine(name ?? '') || id);
  return new Map(
    speakers.map(({ id }, at) => {
      const name = plain[at] ?? id;
      return [id, isRepeated(name, plain) ? `${name} (${id})` : name];
    }),
  );
}

/** A token without spaces for each recording: its stem, or its whole path if stems are equal. */
export function recordingIds(recordings: readonly AnalysedRecording[]): string[] {
  const stems = recordings.map(({ file }) => stemOf(file));
  return recordings.map(({ file }, at) => {
    const stem = stems[at] ?? file;
    return toToken(isRepeated(stem, stems) ? file : stem);
  });
}

/** Replaces spaces by `_`, for formats whose fields are separated by spaces. */
export function toToken(text: string): string {
  return oneLine(text).replace(/\s+/gu, '_') || '_';
}

function isRepeated(name: string, names: readonly string[]): boolean {
  return names.indexOf(name) !== names.lastIndexOf(name);
}
