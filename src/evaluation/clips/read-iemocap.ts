import {
  baseOf,
  type Clip,
  type CorpusFolder,
  type ClipList,
  type Problem,
  stemOfPath,
} from './clip.js';

/** Files with the judgements, one for each dialogue. */
const EVALUATION = /(?:^|\/)(Session[1-5])\/dialog\/EmoEvaluation\/(?!\.)[^/]+\.txt$/;
/** `[6.2901 - 8.2357]	Ses01F_impro01_F000	neu	[2.5000, 2.5000, 2.5000]` */
const UTTERANCE =
  /^\[[\d.]+ - [\d.]+\]\s+((Ses\d\d)\w+_([FM])\d+)\s+(\w+)\s+\[([\d.]+), ([\d.]+), ([\d.]+)\]/;
/** `C-E2:	Neutral; Frustration;	()`; the judgements of the speakers themselves are C-F and C-M. */
const VOTE = /^C-E\d:\s+([^(]*)/;

/** Utterances of the four classes in the whole corpus: 1,103 + 1,708 + 1,084 + 595 + 1,041. */
const PROTOCOL_CLIPS = 5531;
const CLASSES = ['ang', 'neu', 'sad', 'hap', 'exc'];

/** Labels outside the protocol; `xxx` is no agreement. */
const LEFT_OUT = ['fru', 'sur', 'fea', 'dis', 'oth', 'xxx'];

/** Whether a folder is the release of IEMOCAP. */
export const isIemocap = ({ files }: CorpusFolder) => files.some((file) => EVALUATION.test(file));

/**
 * Reads IEMOCAP's own folders: the label of each utterance in `EmoEvaluation`, the votes of the judges, the
 * dimensions on their scale of 1 to 5, and the recordings in `sentences/wav`.
 *
 * @see Busso et al., IEMOCAP: Interactive Emotional Dyadic Motion Capture Database, 2008
 */
export async function readIemocap(folder: CorpusFolder): Promise<ClipList> {
  const recordings = new Map(
    folder.files
      .filter((file) => /\/sentences\/wav\/.*\.wav$/i.test(file) && !baseOf(file).startsWith('.'))
      .map((file) => [stemOfPath(file), file]),
  );
  const clips: Clip[] = [];
  const problems: Problem[] = [];
  for (const file of folder.files.filter((each) => EVALUATION.test(each)).sort()) {
    const session = EVALUATION.exec(file)?.[1] ?? '';
    for (const { id, ...clip } of utterancesOf(await folder.readText(file))) {
      const recording = recordings.get(id);
      if (recording !== undefined) clips.push({ ...clip, file: recording, session });
      else
        problems.push({
          kind: 'missing-file',
          text: `${file} names ${id}, but ${session}/sentences/wav has no such recording. Unpack the corpus again.`,
        });
    }
  }
  const used = clips.filter(({ label = '' }) => CLASSES.includes(label)).length;
  return {
    ...{ clips, problems, format: 'iemocap', dimensionRange: [1, 5] },
    protocol: `IEMOCAP, four classes: angry, neutral, sad, and happy with excited; ${used} of the ${PROTOCOL_CLIPS} utterances of the protocol are here, all others are left out.`,
    labelMap: { exc: 'hap', ...Object.fromEntries(LEFT_OUT.map((label) => [label, '-'])) },
  };
}

function utterancesOf(text: string): (Clip & { id: string })[] {
  const clips: (Clip & { id: string })[] = [];
  let votes: Record<string, number> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, id, session, gender, label, valence, arousal, dominance] = UTTERANCE.exec(line) ?? [];
    if (id !== undefined) {
      votes = {};
      clips.push({
        ...{ id, file: id, label, votes, corpus: 'iemocap', language: 'en' },
        speaker: `${session}${gender}`,
        gender: gender === 'M' ? 'male' : 'female',
        dimensions: {
          valence: Number(valence),
          arousal: Number(arousal),
          dominance: Number(dominance),
        },
      });
    }
    const chosen = VOTE.exec(line)?.[1]?.split(';') ?? [];
    for (const word of chosen.map((each) => each.trim()).filter(Boolean))
      votes[word] = (votes[word] ?? 0) + 1;
  }
  return clips;
}
