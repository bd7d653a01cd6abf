/** What a telephone line does to a recording: 8 kHz and G.711's µ-law. */

const MU = 255;
const TAPS = 63;

/** Samples at 16 kHz to samples at 8 kHz, in 256 logarithmic steps. */
export function telephone(samples) {
  const filter = lowPass();
  return Float32Array.from({ length: Math.floor(samples.length / 2) }, (_, at) => {
    const sum = filter.reduce((total, tap, i) => total + tap * (samples[2 * at + i - 31] ?? 0), 0);
    return muLaw(sum);
  });
}

/** A windowed sinc with its cut-off at 3.4 kHz. */
function lowPass() {
  const taps = Array.from({ length: TAPS }, (_, i) => {
    const x = i - (TAPS - 1) / 2;
    const angle = 2 * Math.PI * (3400 / 16_000) * x;
    return (x === 0 ? 1 : Math.sin(angle) / angle) * (0.54 + 0.46 * Math.cos((Math.PI * x) / 32));
  });
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / total);
}

function muLaw(sample) {
  const size = Math.log1p(MU * Math.min(1, Math.abs(sample))) / Math.log1p(MU);
  const stored = Math.round(size * 127) / 127;
  return (Math.sign(sample) * Math.expm1(stored * Math.log1p(MU))) / MU;
}
