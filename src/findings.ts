/** The codes of what makes a result doubtful without being an error. */
export type FindingCode =
  | 'silent'
  | 'no-speech'
  | 'clipped'
  | 'short'
  | 'band-limited'
  | 'dc-offset'
  | 'not-finite'
  | 'damaged'
  | 'uncertain';

/** Something about a recording that makes its result less trustworthy; part of the result. */
export type Finding = {
  readonly code: FindingCode;
  /** The measured quantity; {@link FINDINGS} states its meaning and unit. */
  readonly value: number;
};

/** A text in the two languages of the product. */
export type Bilingual = { readonly en: string; readonly zh: string };

type FindingWords = {
  /** A word or two for tables. */
  readonly name: Bilingual;
  /** What `value` measures, with its unit. */
  readonly measure: string;
  /** Whether the result means nothing at all, because there is no speech. */
  readonly voidsAnswer: boolean;
  /** What was found and what to do. */
  readonly text: Bilingual;
};

/** The words for every finding. */
export const FINDINGS: Readonly<Record<FindingCode, FindingWords>> = {
  silent: {
    name: { en: 'silent', zh: '无声' },
    measure: 'level of the loudest 25 ms, in dB relative to full scale',
    voidsAnswer: true,
    text: {
      en: 'The recording is silent or nearly so, and the result means nothing. Check the microphone and its level.',
      zh: '音频无声或几乎无声，结果没有意义。请检查麦克风及其音量。',
    },
  },
  'no-speech': {
    name: { en: 'no speech', zh: '无语音' },
    measure: 'seconds that sound like speech',
    voidsAnswer: true,
    text: {
      en: 'No speech was found, and the result means nothing: noise and music are no emotion. Use a recording in which somebody speaks.',
      zh: '没有检测到语音，结果没有意义：噪声和音乐不是情感。请提供有人说话的音频。',
    },
  },
  clipped: {
    name: { en: 'clipped', zh: '削波' },
    measure: 'share of samples at full scale, 0 to 1',
    voidsAnswer: false,
    text: {
      en: 'The recording is clipped. Record again at a lower level.',
      zh: '音频有削波失真。请降低音量后重新录制。',
    },
  },
  short: {
    name: { en: 'too short', zh: '过短' },
    measure: 'duration in seconds',
    voidsAnswer: false,
    text: {
      en: 'The recording is shorter than half a second. The result for a whole phrase is more reliable.',
      zh: '音频不足半秒。完整的一句话判断更可靠。',
    },
  },
  'band-limited': {
    name: { en: 'telephone band', zh: '电话带宽' },
    measure: 'frequency in hertz below which nearly all energy lies',
    voidsAnswer: false,
    text: {
      en: 'The recording has the bandwidth of a telephone. Models trained on full-band recordings are less reliable for it.',
      zh: '音频只有电话带宽。模型是用全频带录音训练的，对电话录音的判断可靠性较低。',
    },
  },
  'dc-offset': {
    name: { en: 'constant offset', zh: '直流偏移' },
    measure: 'mean of the samples, full scale is 1',
    voidsAnswer: false,
    text: {
      en: 'The recording has a constant offset. Check the sound card or cable.',
      zh: '音频有直流偏移。请检查声卡或线缆。',
    },
  },
  'not-finite': {
    name: { en: 'invalid samples', zh: '无效采样' },
    measure: 'number of samples that are not finite numbers',
    voidsAnswer: false,
    text: {
      en: 'Some samples were not numbers and were replaced by silence. The file may be damaged.',
      zh: '部分采样不是有效数值，已用静音代替。文件可能已损坏。',
    },
  },
  damaged: {
    name: { en: 'damaged', zh: '文件受损' },
    measure: 'number of places in the file that could not be read',
    voidsAnswer: false,
    text: {
      en: 'Parts of the file are missing or could not be read and were left out. Get the file again.',
      zh: '文件部分缺失或无法读取，已略过这些部分。请重新获取该文件。',
    },
  },
  uncertain: {
    name: { en: 'uncertain', zh: '不确定' },
    measure: "highest probability, which lies below the model's threshold",
    voidsAnswer: false,
    text: {
      en: 'The model is not sure: it may be an emotion that it does not know, or several at once. Treat the label with caution.',
      zh: '模型没有把握：可能是它不认识的情感，或几种情感并存。请谨慎参考该标签。',
    },
  },
};

/** Whether a result with these findings means nothing at all. */
export function isVoidAnswer(findings: readonly Finding[]): boolean {
  // A newer server may report findings that this version does not know.
  return findings.some(({ code }) => Object.hasOwn(FINDINGS, code) && FINDINGS[code].voidsAnswer);
}
