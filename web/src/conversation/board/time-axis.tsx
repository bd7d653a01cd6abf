import { useWords } from '../../i18n/use-words.ts';
import { formatClock } from '../../i18n/format.ts';
import classes from './board.module.css';
import { type View, viewTicks } from './view.ts';

/** Labels of at most this many intervals fit on a phone. */
const MOST_LABELS = 6;

/** The times of the part that the lanes show. */
export function ViewAxis({ view }: { readonly view: View }) {
  const { number } = useWords();
  const length = view.end - view.start;
  return (
    <div className={classes['axis']} aria-hidden data-testid="view-axis">
      {viewTicks(view, MOST_LABELS).map((time) => {
        const place = ((time - view.start) / length) * 100;
        return (
          <span key={time} style={{ left: `${place}%`, transform: `translateX(-${place}%)` }}>
            {Number.isInteger(time) ? formatClock(time) : number(time, 1)}
          </span>
        );
      })}
    </div>
  );
}
