import {
  baseOf,
  type Clip,
  type CorpusFolder,
  isAudioName,
  type ClipList,
  type Problem,
  stemOfPath,
} from './clip.js';
import { parseRows } from './parse-rows.js';

/** The tables of MELD, and the folders of their clips in the release. */
const SPLITS: readonly (readonly [table: RegExp, folder: RegExp])[] = [
  [/^train_sent_emo/, /train/],
  [/^dev_sent_emo/, /dev/],
  [/^test_sent_emo/, /test/],
];

/** Whether the columns of a table are those of MELD. */
export const isMeldTable = (text: string) =>
  /dialogue_id/i.test(text.slice(0, 1000)) && /utterance_id/i.test(text.slice(0, 1000));

/** The tables of MELD in a folder. */
export const meldTables = ({ files }: CorpusFolder) =>
  files.filter((file) => /(?:^|\/)(train|dev|test)_sent_emo[^/]*\.csv$/.test(file)).sort();

/**
 * Reads a table of MELD. The clips are found by their names, `dia0_utt0`, in any audio format; if several
 * splits lie in one folder, in the folder of the table's split.
 *
 * @see https://github.com/declare-lab/MELD
 */
export function readMeld(text: string, name: string, { files }: CorpusFolder): ClipList {
  const split = SPLITS.find(([table]) => table.test(baseOf(name)));
  const recordings = new Map<string, string[]>();
  for (const file of files.filter(isAudioName)) {
    const stem = stemOfPath(file).replace(/^final_videos_test/, '');
    recordings.set(stem, [...(recordings.get(stem) ?? []), file]);
  }
  const { rows, problems } = parseRows(text, name);
  const clips: Clip[] = [];
  const missing: Problem[] = [];
  for (const { cells, line } of rows) {
    const stem = `dia${cellOf(cells, 'dialogue_id')}_utt${cellOf(cells, 'utterance_id')}`;
    const found = recordings.get(stem) ?? [];
    const file =
      found.find((each) => split?.[1].test(each.split('/').slice(0, -1).join('/'))) ?? found[0];
    if (file === undefined) {
      missing.push({
        kind: 'missing-file',
        text: `${name}, line ${line}: no recording is named ${stem}. Extract the sound of the videos under this name.`,
      });
      continue;
    }
    clips.push({
      ...{ file, label: cellOf(cells, 'emotion'), speaker: cellOf(cells, 'speaker') },
      ...{ session: `dialogue ${cellOf(cells, 'dialogue_id')}`, corpus: 'meld', language: 'en' },
    });
  }
  return { clips, problems: [...problems, ...missing], format: 'meld' };
}

function cellOf(cells: Readonly<Record<string, unknown>>, column: string): string {
  const value = cells[column];
  return typeof value === 'string' ? value : '';
}
