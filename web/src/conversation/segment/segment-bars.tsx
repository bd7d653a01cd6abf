import type { Label } from '@engine/labels.js';
import { emotionColor } from '../../common/emotion-color.ts';
import resultClasses from '../../result/result.module.css';
import { useConversationWords } from '../conversation-words.ts';
import type { ShownSegment } from '../shown-conversation.ts';

type SegmentBarsProps = { readonly segment: ShownSegment; readonly labels: readonly Label[] };

/** The probability of every class in a segment, the largest first. */
export function SegmentBars({ segment, labels }: SegmentBarsProps) {
  const { name, percent } = useConversationWords();
  const bars = labels
    .map((label, at) => ({ label, at, value: segment.probabilities[at] ?? 0 }))
    .sort((a, b) => b.value - a.value);
  return (
    <ul className={resultClasses['bars']}>
      {bars.map(({ label, at, value }, place) => (
        <li key={label.id} className={resultClasses['bar']} data-first={place === 0}>
          <span className={resultClasses['bar-name']}>{name(label)}</span>
          <span className={resultClasses['track']} aria-hidden>
            <span
              className={resultClasses['fill']}
              style={{ width: `${100 * value}%`, background: emotionColor(label.en, at) }}
            />
          </span>
          <span className={resultClasses['bar-value']}>{percent(value)}</span>
        </li>
      ))}
    </ul>
  );
}
