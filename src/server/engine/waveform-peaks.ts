/**
 * The outline of a signal for drawing: the least and the largest sample of each of `count` equal
 * stretches, one pair after the other, rounded to three digits.
 *
 * @param samples `[time]`, full scale is -1 to 1
 * @returns `[2 * count]`, fewer where there are fewer samples than stretches
 */
export function outline(samples: Float32Array, count: number): number[] {
  const stretches = Math.min(count, samples.length);
  const border = (at: number) => Math.floor((at * samples.length) / stretches);
  return Array.from({ length: stretches }, (_, at) => at).flatMap((at) => {
    let least = Infinity;
    let largest = -Infinity;
    for (let k = border(at); k < border(at + 1); k++) {
      const sample = samples[k] ?? 0;
      if (sample < least) least = sample;
      if (sample > largest) largest = sample;
    }
    return [round(least), round(largest)];
  });
}

const round = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 1000) / 1000;
