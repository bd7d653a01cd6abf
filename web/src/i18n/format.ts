/** A share of 1 as a percentage, by default with one digit: `83.1%`. */
export function formatPercent(share: number, locale: string, digits = 1): string {
  return numberFormat(locale, 'percent', digits).format(share);
}

/** A number with a fixed count of digits after the point. */
export function formatNumber(value: number, digits: number, locale: string): string {
  return numberFormat(locale, 'decimal', digits).format(value);
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making a format takes longer than writing a hundred numbers, and a table has hundreds. */
function numberFormat(
  locale: string,
  style: 'decimal' | 'percent',
  digits: number,
): Intl.NumberFormat {
  const key = `${locale} ${style} ${digits}`;
  const found =
    numberFormats.get(key) ??
    new Intl.NumberFormat(locale, {
      ...{ style, minimumFractionDigits: digits, maximumFractionDigits: digits },
    });
  numberFormats.set(key, found);
  return found;
}

/** A size in decimal units, as downloads are shown: `7.3 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? 'B'}`;
}

/** A moment as date and time. */
export function formatDate(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}

/** Seconds, rounded, as minutes and seconds, with hours from an hour up: `1:05`, `1:02:05`. */
export function formatClock(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(whole % 60)}`;
}

/** Seconds as minutes and seconds with tenths: `1:05.3`; for parts of a few seconds. */
export function formatTenths(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  return `${formatClock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** A duration: below a minute in seconds with their unit, as `inSeconds` writes them; then `1:05`. */
export function formatDuration(seconds: number, inSeconds: (seconds: number) => string): string {
  // 59.96 would be written as "60.0 s".
  return seconds < 59.95 ? inSeconds(seconds) : formatClock(seconds);
}

/** A time of day for a file name: `14-05-09`. */
export function formatClockOfDay(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
