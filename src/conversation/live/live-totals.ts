import { type ResultValues, roundTo6 } from '../../inference/index.js';
import type { LiveEvent, LiveSummary } from './live-event.js';

/** Adds up the utterances of a live session, in memory that does not grow. */
export class LiveTotals {
  readonly #weighted = new Map<string, number>();
  #speechSeconds = 0;
  #utterances = 0;

  add(event: LiveEvent): void {
    if (event.type !== 'utterance.end') return;
    const seconds = event.endSeconds - event.startSeconds;
    this.#utterances++;
    this.#speechSeconds += seconds;
    for (const [id, value] of Object.entries(weightsOf(event)))
      this.#weighted.set(id, (this.#weighted.get(id) ?? 0) + value * seconds);
  }

  /** @param durationSeconds of the session */
  summary(durationSeconds: number): LiveSummary {
    const speechSeconds = this.#speechSeconds;
    const means = [...this.#weighted].map(([id, sum]) => [id, roundTo6(sum / speechSeconds)]);
    return {
      durationSeconds: roundTo6(durationSeconds),
      speechSeconds: roundTo6(speechSeconds),
      utterances: this.#utterances,
      values: Object.fromEntries(means) as Record<string, number>,
    };
  }
}

function weightsOf(values: ResultValues): Readonly<Record<string, number>> {
  if (!('probabilities' in values)) return values.dimensions;
  const labels = Object.keys(values.probabilities);
  return Object.fromEntries(labels.map((id) => [id, id === values.label ? 1 : 0]));
}
