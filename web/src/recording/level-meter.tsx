import { useWords } from '../i18n/use-words.ts';
import classes from './recorder.module.css';

/** The quietest level that the meter shows, in dB relative to full scale. */
const FLOOR_DECIBEL = -60;

/** Louder than this is about to clip, in dB relative to full scale. */
const HOT_DECIBEL = -3;

/** A meter of the microphone's level. */
export function LevelMeter({ decibel }: { readonly decibel: number }) {
  const { t } = useWords();
  const shown = Math.max(FLOOR_DECIBEL, Math.min(0, Math.round(decibel)));
  return (
    <div
      className={classes['meter']}
      role="meter"
      aria-label={t('record.level')}
      aria-valuemin={FLOOR_DECIBEL}
      aria-valuemax={0}
      aria-valuenow={shown}
      aria-valuetext={`${shown} dB`}
    >
      <div
        className={classes['level']}
        data-hot={shown >= HOT_DECIBEL}
        style={{ transform: `scaleX(${1 - shown / FLOOR_DECIBEL})` }}
      />
    </div>
  );
}
