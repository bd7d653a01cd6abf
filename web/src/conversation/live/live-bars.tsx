import { emotionColor } from '../../common/emotion-color.ts';
import classes from '../conversation.module.css';
import { useConversationWords } from '../conversation-words.ts';
import type { LiveValues } from '../../api/live-messages.ts';
import type { LiveState } from './use-live.ts';

/** The values of the last measurement, in the order of the model so that no bar jumps. */
export function LiveBars({ state: { labels, measurements } }: { readonly state: LiveState }) {
  const { t, name, percent, number } = useConversationWords();
  const last = measurements.at(-1);
  if (!last) return null;
  const values = valuesOf(last);
  const isRegression = !('probabilities' in last);
  return (
    <ul className={classes['live-bars']} aria-label={t('live.now')} data-testid="live-bars">
      {labels.map((label, at) => {
        const value = values[label.id] ?? 0;
        return (
          <li key={label.id} className={classes['live-bar']}>
            <span>{name(label)}</span>
            <span className={classes['live-track']} aria-hidden>
              <span
                className={classes['live-fill']}
                style={{
                  transform: `scaleX(${Math.max(0, Math.min(1, value))})`,
                  background: emotionColor(label.en, at),
                }}
              />
            </span>
            <span>{isRegression ? number(value, 2) : percent(value)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function valuesOf(values: LiveValues): Readonly<Record<string, number>> {
  return 'probabilities' in values ? values.probabilities : values.dimensions;
}
