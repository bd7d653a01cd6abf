import type { Bilingual } from '../../findings.js';
import type { ComparedWith } from '../../inference/index.js';

/** Says what a recording was compared with; nothing if it was judged alone. */
export function describeComparison(comparedWith: ComparedWith | undefined): Bilingual | undefined {
  if (comparedWith?.head !== 'relative') return undefined;
  const { speaker, seconds, reliability } = comparedWith;
  const amount = seconds.toFixed(0);
  const trust = reliability.toFixed(2);
  return {
    en: `compared with ${speaker ?? 'this voice'}: ${amount} s of speech, reliability ${trust}`,
    zh: `已与${speaker === undefined ? '此人' : ` ${speaker} `}平常说话的声音比较：语音 ${amount} 秒，可靠度 ${trust}`,
  };
}
