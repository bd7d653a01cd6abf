/**
 * The outline of a waveform for drawing: the smallest and the largest sample of each of `count`
 * equal spans, one pair after the other, rounded to three digits.
 *
 * @param samples `[time]`, full scale is -1 to 1
 * @returns `[2 * count]`, fewer if there are fewer samples than spans
 */
export function waveformPeaks(samples: Float32Array, count: number): number[] {
  const spans = Math.min(count, samples.length);
  const border = (at: number) => Math.floor((at * samples.length) / spans);
  return Array.from({ length: spans }, (_, at) => at).flatMap((at) => {
    let smallest = Infinity;
    let largest = -Infinity;
    for (let k = border(at); k < border(at + 1); k++) {
      const sample = samples[k] ?? 0;
      if (sample < smallest) smallest = sample;
      if (sample > largest) largest = sample;
    }
    return [round(smallest), round(largest)];
  });
}

const round = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000;
