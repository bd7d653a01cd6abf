import { useCallback } from 'react';
import { Canvas } from '../board/canvas.tsx';
import type { Size } from '../board/draw-lane.ts';
import { useColors } from '../board/use-colors.ts';
import { formatClock } from '../../i18n/format.ts';
import classes from '../summary/summary.module.css';
import { useConversationWords } from '../conversation-words.ts';
import type { LiveState } from './use-live.ts';

const HEIGHT = 28;

/** The strip is at least so long, so that it grows from the left at first. In seconds. */
const LEAST_SECONDS = 30;

/** The emotion of each stretch of speech so far; silence stays empty. */
export function LiveStrip({
  state: { labels, measurements, seconds },
}: {
  readonly state: LiveState;
}) {
  const { t } = useConversationWords();
  const { colors, colorOf } = useColors(labels);
  const total = Math.max(LEAST_SECONDS, Math.ceil(seconds / 10) * 10);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, { width }: Size) => {
      context.clearRect(0, 0, width, HEIGHT);
      context.fillStyle = colors.gap;
      context.fillRect(0, 0, width, HEIGHT);
      for (const measurement of measurements) {
        if (!('probabilities' in measurement)) continue;
        const { startSeconds, endSeconds, label } = measurement;
        context.fillStyle = colorOf(label);
        const x = (startSeconds / total) * width;
        context.fillRect(x, 0, Math.max(1, ((endSeconds - startSeconds) / total) * width), HEIGHT);
      }
    },
    [measurements, total, colors, colorOf],
  );
  return (
    <div>
      <Canvas height={HEIGHT} draw={draw} label={t('live.strip')} />
      <div className={classes['times']} aria-hidden>
        <span>{formatClock(0)}</span>
        <span>{formatClock(total)}</span>
      </div>
    </div>
  );
}
