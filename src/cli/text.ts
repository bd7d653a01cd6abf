/** A size in megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** A duration as a clock shows it: `1:30`, `2:05:00`. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(
    Math.floor,
  );
  const padded = (value = 0) => String(value).padStart(2, '0');
  return hours ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes ?? 0}:${padded(rest)}`;
}

// Joiners are part of emoji and of Persian and Indic words; all other invisible characters could hide
// text, reorder it or control the terminal.
const UNSAFE = /[^\P{C}\u200C\u200D\p{Co}\p{Cn}]|[\p{Zl}\p{Zp}]/gu;

/** Makes a foreign text safe for the terminal: control characters are replaced by `?`, line breaks stay. */
export function printable(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(UNSAFE, '?'))
    .join('\n');
}

/** Makes a file's name safe for the terminal, on one line. */
export function printableName(name: string): string {
  return name.replace(UNSAFE, '?');
}
