/** The words of the conversation table. */
export const TABLE_WORDS = {
  en: {
    speakers: (count: number) => (count === 1 ? '1 speaker' : `${count} speakers`),
    speaks: (clock: string, percent: number) => `speaks ${clock} (${percent} %)`,
    rate: (syllables: string) => `${syllables} syllables/s`,
    interruptions: (count: number) =>
      count === 1 ? 'interrupts once' : `interrupts ${count} times`,
    silence: 'no speech',
    quiet: (silence: string, overlap: string) => `silence ${silence}, overlap ${overlap}`,
    moments: 'Moments',
    noMoments: 'No moment stands out.',
    more: (count: number) => `${count} more with --moments`,
  },
  zh: {
    speakers: (count: number) => `${count} 位说话人`,
    speaks: (clock: string, percent: number) => `说话 ${clock}（${percent}%）`,
    rate: (syllables: string) => `每秒 ${syllables} 个音节`,
    interruptions: (count: number) => `打断 ${count} 次`,
    silence: '无语音',
    quiet: (silence: string, overlap: string) => `静默 ${silence}，重叠 ${overlap}`,
    moments: '重点时刻',
    noMoments: '没有突出的时刻。',
    more: (count: number) => `另有 ${count} 个，用 --moments 查看`,
  },
} as const;
