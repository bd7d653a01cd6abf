/** A mono 16-bit WAV of a function of time, full scale -1 to 1. */
export function makeWav(
  seconds: number,
  signal: (time: number) => number,
  sampleRate = 16_000,
): Uint8Array<ArrayBuffer> {
  const count = Math.round(seconds * sampleRate);
  const bytes = new Uint8Array(44 + 2 * count);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => {
    bytes.set(new TextEncoder().encode(word), at);
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + 2 * count, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * count, true);
  for (let at = 0; at < count; at++) {
    const value = Math.max(-1, Math.min(1, signal(at / sampleRate)));
    view.setInt16(44 + 2 * at, Math.round(value * 32767), true);
  }
  return bytes;
}

/** A vowel-like sound with breath up to high frequencies: a gliding voice, in syllables. */
export function voice(time: number): number {
  const pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * time);
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.5 * time));
  const harmonics = [1, 0.7, 0.5, 0.6, 0.3, 0.2, 0.25, 0.1];
  const sum = harmonics.reduce(
    (total, weight, at) => total + weight * Math.sin(2 * Math.PI * pitch * (at + 1) * time),
    0,
  );
  const breath = Math.sin(1e5 * time * (1 + time)) + Math.sin(4.1e4 * time);
  return syllable * (0.12 * sum + 0.02 * breath);
}
