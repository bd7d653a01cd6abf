/** The words of `wav2emo live`, by language. */
export const LIVE_WORDS = {
  en: {
    listening: (program: string) => `Recording with ${program}. Ctrl-C ends with a summary.`,
    utterance: (seconds: number) => `the whole utterance, ${seconds.toFixed(1)} s`,
    learnt: (seconds: number) =>
      `the next utterance is compared with ${seconds.toFixed(0)} s of this voice`,
    summary: (duration: string, speech: string, utterances: number) =>
      `${duration} in all, ${speech} of speech in ${utterances} ${utterances === 1 ? 'utterance' : 'utterances'}`,
  },
  zh: {
    listening: (program: string) => `正在用 ${program} 录音。按 Ctrl-C 结束并显示小结。`,
    utterance: (seconds: number) => `整段话语，${seconds.toFixed(1)} 秒`,
    learnt: (seconds: number) => `下一段话语将与此人的 ${seconds.toFixed(0)} 秒语音比较`,
    summary: (duration: string, speech: string, utterances: number) =>
      `总时长 ${duration}，语音 ${speech}，共 ${utterances} 段话语`,
  },
} as const;
