/** Settings of {@link melFilters}. */
export type MelSettings = {
  readonly sampleRate: number;
  /** Samples of the Fourier transform; there are half as many frequencies and one. */
  readonly nFft: number;
  readonly nMels: number;
  /** Lowest and highest frequency in hertz. */
  readonly fMin: number;
  readonly fMax: number;
};

const f32 = Math.fround;

/**
 * Triangular filters on SpeechBrain's mel scale, `[nMels, nFft / 2 + 1]`. Every step is rounded to
 * float32 as there, so that both have the same filters.
 *
 * @see speechbrain.processing.features.Filterbank
 */
export function melFilters({ sampleRate, nFft, nMels, fMin, fMax }: MelSettings): Float32Array {
  const frequencies = linspace(0, Math.floor(sampleRate / 2), Math.floor(nFft / 2) + 1);
  const hz = linspace(toMel(fMin), toMel(fMax), nMels + 2).map(toHz);
  const filters = new Float32Array(nMels * frequencies.length);
  for (let mel = 0; mel < nMels; mel++) {
    const [low = 0, centre = 0] = hz.subarray(mel, mel + 2);
    // As in SpeechBrain, both slopes have the width of the lower one.
    const band = f32(centre - low);
    for (const [bin, frequency] of frequencies.entries()) {
      const slope = f32(f32(frequency - centre) / band);
      const height = Math.max(0, Math.min(f32(slope + 1), f32(1 - slope)));
      filters[mel * frequencies.length + bin] = height;
    }
  }
  return filters;
}

/** Whether each filter hears a frequency: none is empty or not a number. */
export function coversEveryMel(settings: MelSettings): boolean {
  const bins = Math.floor(settings.nFft / 2) + 1;
  // Asked first, so that absurd numbers make no large matrix.
  if (settings.nMels > bins) return false;
  const filters = melFilters(settings);
  return Array.from({ length: settings.nMels }, (_, mel) =>
    filters.subarray(mel * bins, (mel + 1) * bins).some((height) => height > 0),
  ).every(Boolean);
}

function toMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function toHz(mel: number): number {
  return f32(700 * f32(f32(10 ** f32(mel / 2595)) - 1));
}

/** Counts from both ends to the middle, as `torch.linspace` does in float32. */
function linspace(start: number, end: number, steps: number): Float32Array {
  const step = f32((f32(end) - f32(start)) / (steps - 1));
  return Float32Array.from({ length: steps }, (_, i) =>
    i < Math.floor(steps / 2) ? f32(start) + step * i : f32(end) - step * (steps - 1 - i),
  );
}
