import type { Bilingual } from './findings.js';

/** A class or dimension of a model: the id as the model was trained with it, and its names. */
export type Label = {
  /** As in `label_encoder.txt` or `id2label`, e.g. `ang`. */
  readonly id: string;
} & Bilingual;

const NAMES: readonly (readonly [ids: string, en: string, zh: string])[] = [
  ['n neu neutral', 'neutral', '中性'],
  ['a ang anger angry', 'angry', '愤怒'],
  ['h hap happy happiness joy', 'happy', '高兴'],
  ['s sad sadness', 'sad', '悲伤'],
  ['fea fear fearful', 'fearful', '恐惧'],
  ['dis disgust disgusted', 'disgusted', '厌恶'],
  ['sur surprise surprised ps', 'surprised', '惊讶'],
  ['cal calm', 'calm', '平静'],
  ['exc excited excitement', 'excited', '兴奋'],
  ['fru frustrated frustration', 'frustrated', '沮丧'],
  ['bor bored boredom', 'bored', '无聊'],
  ['con contempt', 'contemptuous', '轻蔑'],
  ['oth other', 'other', '其他'],
  ['unk unknown <unk>', 'unknown', '未知'],
  ['arousal', 'arousal', '唤醒度'],
  ['valence', 'valence', '效价'],
  ['dominance', 'dominance', '支配度'],
  ['positive', 'positive', '积极'],
  ['negative', 'negative', '消极'],
];

const BY_ID = new Map(
  NAMES.flatMap(([ids, en, zh]) => ids.split(' ').map((id) => [id, { en, zh }] as const)),
);

/**
 * Gives a model's label its English and Chinese names. An id that is not known keeps itself as
 * its name in both languages.
 *
 * @param id as in the model's files, in any case; single letters only in lower case, as in SpeechBrain's
 *   emotion diarisation: in the corpus EmoDB, `A` is fear
 */
export function nameLabel(id: string): Label {
  const known = BY_ID.get(id.length === 1 ? id : id.toLowerCase());
  return { id, ...(known ?? { en: id, zh: id }) };
}

/** The label of a Chinese name, e.g. 愤怒; `undefined` if no label has it. */
export function labelOfChinese(name: string): Label | undefined {
  const found = NAMES.find(([, , zh]) => zh === name);
  return found && nameLabel(found[0].split(' ').at(-1) ?? '');
}
