import type { Bilingual } from '../findings.js';

/** A figure that somebody else published, with what was measured how. */
export type PublishedFigure = {
  readonly model: string;
  /** In percent, as it was published. */
  readonly value: Bilingual;
  readonly protocol: Bilingual;
};

const IEMOCAP: Bilingual = {
  en: 'IEMOCAP, four classes, excited counted as happy.',
  zh: 'IEMOCAP 四类，“兴奋”并入“高兴”。',
};

const on = (en: string, zh: string): Bilingual => ({
  en: `${IEMOCAP.en} ${en}`,
  zh: `${IEMOCAP.zh}${zh}`,
});

const same = (text: string): Bilingual => ({ en: text, zh: text });

const FROZEN = on(
  'Leave one session out, so speaker-independent; the encoder is frozen and a small head is trained.',
  '留一会话验证，说话人独立；编码器冻结，只训练一个小分类头。',
);

/**
 * Figures that papers and model cards state for four-class models of the wav2vec2 family. They can be
 * compared with a measured figure only if data and split are the same.
 *
 * @see https://huggingface.co/speechbrain/emotion-recognition-wav2vec2-IEMOCAP
 * @see https://github.com/speechbrain/speechbrain/tree/develop/recipes/IEMOCAP
 * @see arXiv 2111.02735 (73.0 %), and arXiv 2406.07162, EmoBox (cross-corpus)
 */
const PUBLISHED_FIGURES: readonly PublishedFigure[] = [
  {
    model: 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP',
    value: {
      en: '78.7 % at best; 75.3 to 77.0 % on average',
      zh: '最高 78.7%，平均 75.3% 至 77.0%',
    },
    protocol: on(
      'Speaker-dependent: a random split of 80/10/10, the same speakers are in training and test, so the figure is too high.',
      '说话人相关：按 80/10/10 随机划分，训练集和测试集有相同的说话人，因此数值偏高。',
    ),
  },
  {
    model: 'wav2vec2-base, fine-tuned (arXiv 2111.02735)',
    value: same('73.0 %'),
    protocol: on('Speaker-independent; the best of the paper.', '说话人独立；论文中的最好结果。'),
  },
  {
    model: 'ECAPA-TDNN (SpeechBrain)',
    value: same('65.7 %'),
    protocol: on(
      'Speaker-dependent: a random split of 80/10/10.',
      '说话人相关：按 80/10/10 随机划分。',
    ),
  },
  { model: 'wav2vec2-base', value: same('63.4 %'), protocol: FROZEN },
  { model: 'HuBERT-base', value: same('64.9 %'), protocol: FROZEN },
  { model: 'WavLM-base', value: same('65.9 %'), protocol: FROZEN },
  { model: 'emotion2vec', value: same('71.8 %'), protocol: FROZEN },
  {
    model: 'wav2vec2-base (EmoBox)',
    value: { en: '18 to 35 %, chance is 25 %', zh: '18% 至 35%（随机水平为 25%）' },
    protocol: {
      en: 'Cross-corpus, as EmoBox measures it: trained on one corpus, tested on others.',
      zh: '跨语料库（EmoBox 的测法）：在一个语料库上训练，在其他语料库上测试。',
    },
  },
];

/** The four classes of these figures, by their English names. */
const CLASSES = ['angry', 'happy', 'neutral', 'sad'];

/** What an evaluation says about its data: the layout of the list, and the corpora of its clips. */
type Data = {
  readonly format: string;
  readonly clips: readonly { readonly corpus?: string | undefined }[];
};

/**
 * The published figures that an evaluation can be read beside: those of IEMOCAP, if all clips are
 * IEMOCAP's and the model has the four classes.
 */
export function publishedFiguresFor(
  { format, clips }: Data,
  labels: readonly Bilingual[],
): readonly PublishedFigure[] {
  const names = labels.map(({ en }) => en.toLowerCase()).sort();
  const isIemocap =
    format === 'iemocap' || clips.every(({ corpus }) => corpus?.toLowerCase() === 'iemocap');
  return isIemocap && names.join() === CLASSES.join() ? PUBLISHED_FIGURES : [];
}
