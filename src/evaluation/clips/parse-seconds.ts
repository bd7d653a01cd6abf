/** `0 days 00:00:01.500000` as pandas writes a duration, or `00:00:01.5`. */
const CLOCK = /^(?:(\d+) days? )?(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$/;

/** Parses seconds, a clock time or a duration of pandas. Returns NaN for anything else. */
export function parseSeconds(text: string): number {
  const plain = Number(text.replace(',', '.').replace(/ ?s$/, ''));
  if (Number.isFinite(plain)) return plain >= 0 ? plain : NaN;
  const [, days = '0', hours = '0', minutes = '', seconds = ''] = CLOCK.exec(text) ?? [];
  if (minutes === '') return /^(\d+) days?$/.test(text) ? 86_400 * parseInt(text) : NaN;
  const whole = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return whole * 60 + Number(seconds.replace(',', '.'));
}
