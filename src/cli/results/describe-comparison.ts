import type { Bilingual } from '../../findings.js';
import type { EmotionResult } from '../../inference/index.js';

/**
 * Says what a recording was compared with.
 *
 * @param wanted whether the person asked for a comparison
 * @returns nothing if it was judged alone and nobody asked for more
 */
export function describeComparison(
  { comparedWith }: Pick<EmotionResult, 'comparedWith'>,
  wanted: boolean,
): Bilingual | undefined {
  if (comparedWith?.head !== 'relative')
    return wanted
      ? {
          en: 'judged alone: there is too little other speech of this voice',
          zh: '单独判断：没有足够的此人其他语音可供比较',
        }
      : undefined;
  const { speaker, seconds, reliability } = comparedWith;
  const amount = seconds.toFixed(0);
  const trust = reliability.toFixed(2);
  return {
    en: `compared with ${speaker ?? 'this voice'}: ${amount} s of speech, reliability ${trust}`,
    zh: `已与${speaker === undefined ? '此人' : ` ${speaker} `}平常说话的声音比较：语音 ${amount} 秒，可靠度 ${trust}`,
  };
}
