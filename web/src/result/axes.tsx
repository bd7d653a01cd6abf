import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import classes from './axes.module.css';
import { frequencyTicks, timeTicks } from './axis-ticks.ts';

/** The times below a drawing of a recording: in seconds, from a minute up as minutes and seconds. */
export function TimeAxis({ seconds }: { readonly seconds: number }) {
  const { t, number } = useWords();
  const ticks = timeTicks(seconds);
  const digits = ticks.every(({ value }) => Number.isInteger(value)) ? 0 : 1;
  return (
    <div className={classes['times']} data-testid="time-axis" aria-hidden>
      {ticks.map(({ value, at }) => (
        <span key={value}>
          <span className={classes['mark']} style={{ left: percent(at) }} />
          <span
            className={classes['label']}
            style={{ left: percent(at), transform: `translateX(-${percent(at)})` }}
          >
            {seconds < 60
              ? t('result.seconds', { value: number(value, digits) })
              : formatClock(value)}
          </span>
        </span>
      ))}
    </div>
  );
}

/** The frequencies at the left of a spectrogram of a height in pixels. */
export function FrequencyAxis({ height }: { readonly height: number }) {
  return (
    <div
      className={classes['frequencies']}
      style={{ height }}
      data-testid="frequency-axis"
      aria-hidden
    >
      {frequencyTicks().map(({ value, at }) => (
        <span key={value}>
          <span className={classes['mark']} style={{ top: percent(at) }} />
          <span
            className={classes['label']}
            style={{ top: percent(at), transform: `translateY(-${percent(at)})` }}
          >
            {at === 0 ? `${value / 1000} kHz` : value / 1000}
          </span>
        </span>
      ))}
    </div>
  );
}

function percent(share: number): string {
  return `${100 * share}%`;
}
