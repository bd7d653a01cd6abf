/** Utterances at 16 kHz mono: one `[time]`, or a batch of them of any lengths. */
export type Waveforms = Float32Array | readonly Float32Array[];

/**
 * Removes the padding from the utterances of a batch.
 *
 * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
 * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain; default 1
 * @returns `[time]` each, views of `wavs`
 * @throws TypeError if `wavs` is not {@link Waveforms}; RangeError for impossible `wavLens`
 */
export function* unpad(wavs: Waveforms, wavLens?: readonly number[]): Generator<Float32Array> {
  const utterances = listUtterances(wavs);
  if (wavLens && wavLens.length !== utterances.length)
    throw new RangeError(`Found ${wavLens.length} wavLens for ${utterances.length} utterances.`);
  for (const [at, samples] of utterances.entries()) {
    if (!((samples as unknown) instanceof Float32Array))
      throw new TypeError(
        'Found an utterance that is not a Float32Array, expected samples [time] at 16 kHz.',
      );
    const share = wavLens?.[at] ?? 1;
    if (!(share > 0 && share <= 1))
      throw new RangeError(`Found the relative length ${share}, expected above 0 and at most 1.`);
    yield samples.subarray(0, Math.round(share * samples.length));
  }
}

function listUtterances(wavs: Waveforms): readonly Float32Array[] {
  if (wavs instanceof Float32Array) return [wavs];
  // Callers without TypeScript may pass anything.
  if ((wavs as unknown) instanceof Array) return wavs;
  throw new TypeError(
    'Found neither a Float32Array nor a list, expected samples [time] at 16 kHz or a list of them.',
  );
}
