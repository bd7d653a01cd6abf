import type { Clip } from './clip.js';

/** How a corpus states what a clip is in the path of its file, without the extension. */
type NamePattern = {
  readonly corpus: string;
  readonly language: string;
  readonly pattern: RegExp;
  readonly read: (
    match: readonly string[],
  ) => Pick<Clip, 'label' | 'speaker' | 'gender' | 'session'>;
};

const RAVDESS = ['', 'neutral', 'calm', 'happy', 'sad', 'angry', 'fearful', 'disgust', 'surprised'];
const EMODB: Readonly<Record<string, string>> = {
  ...{ W: 'anger', L: 'boredom', E: 'disgust', A: 'fear', F: 'happiness', T: 'sadness' },
  N: 'neutral',
};
/** The men among the ten speakers of EmoDB. */
const EMODB_MEN = ['03', '10', '11', '12', '15'];
const SAVEE: Readonly<Record<string, string>> = {
  ...{ a: 'anger', d: 'disgust', f: 'fear', h: 'happiness', n: 'neutral', sa: 'sadness' },
  su: 'surprise',
};
const EMOVO: Readonly<Record<string, string>> = {
  ...{ neu: 'neutral', rab: 'anger', gio: 'joy', tri: 'sadness', dis: 'disgust', pau: 'fear' },
  sor: 'surprise',
};

/** The patterns that are built in. */
export const NAME_PATTERNS: readonly NamePattern[] = [
  {
    // https://zenodo.org/records/1188976: modality-channel-emotion-intensity-statement-repetition-actor
    corpus: 'ravdess',
    language: 'en',
    pattern: /(?:^|\/)\d\d-0[12]-(0[1-8])-\d\d-\d\d-\d\d-(\d\d)$/,
    read: ([, emotion = '', actor = '']) => ({
      label: RAVDESS[Number(emotion)],
      speaker: actor,
      gender: Number(actor) % 2 === 1 ? 'male' : 'female',
    }),
  },
  {
    // http://emodb.bilderbar.info/index-1280.html: speaker, text, emotion, version
    corpus: 'emodb',
    language: 'de',
    pattern: /(?:^|\/)(\d\d)[ab]\d\d([WLEAFTN])[a-z]$/,
    read: ([, speaker = '', emotion = '']) => ({
      label: EMODB[emotion],
      speaker,
      gender: EMODB_MEN.includes(speaker) ? 'male' : 'female',
    }),
  },
  {
    // https://github.com/CheyneyComputerScience/CREMA-D: actor, sentence, emotion, intensity
    corpus: 'crema-d',
    language: 'en',
    pattern: /(?:^|\/)(\d{4})_[A-Z]{3}_(ANG|DIS|FEA|HAP|NEU|SAD)_(?:LO|MD|HI|XX|X)$/,
    read: ([, speaker, emotion]) => ({ label: emotion, speaker }),
  },
  {
    // http://kahlan.eps.surrey.ac.uk/savee: four men, in folders or as the beginning of the names
    corpus: 'savee',
    language: 'en',
    pattern: /(?:^|\/)(DC|JE|JK|KL)[/_](sa|su|[adfhn])\d\d$/,
    read: ([, speaker, emotion = '']) => ({ label: SAVEE[emotion], speaker, gender: 'male' }),
  },
  {
    // https://doi.org/10.5683/SP2/E8H2MF: two women; some names have OA in place of OAF
    corpus: 'tess',
    language: 'en',
    pattern: /(?:^|\/)(OA|YA)F?_.+_(angry|disgust|fear|happy|neutral|ps|sad)$/,
    read: ([, speaker = '', emotion]) => ({
      label: emotion,
      speaker: `${speaker}F`,
      gender: 'female',
    }),
  },
  {
    // Costantini et al., LREC 2014: emotion, actor, sentence
    corpus: 'emovo',
    language: 'it',
    pattern: /(?:^|\/)(neu|rab|gio|tri|dis|pau|sor)-([fm])(\d)-\w+$/,
    read: ([, emotion = '', gender = '', number = '']) => ({
      label: EMOVO[emotion],
      speaker: gender + number,
      gender: gender === 'm' ? 'male' : 'female',
    }),
  },
  {
    // https://huggingface.co/datasets/amu-cai/nEMO: speaker, emotion, sentence
    corpus: 'nemo',
    language: 'pl',
    pattern: /(?:^|\/)([A-Z]{2}\d)_(anger|fear|happiness|neutral|sadness|surprise)_\d+$/,
    read: ([, speaker, emotion]) => ({ label: emotion, speaker }),
  },
];

/** What a file's name says by the rules of a corpus; `undefined` if it does not follow them. */
export function readName(file: string, rule: NamePattern): Clip | undefined {
  const match = rule.pattern.exec(file.replace(/\.[^./]+$/, ''));
  if (!match) return undefined;
  return { file, ...rule.read(match), corpus: rule.corpus, language: rule.language };
}
