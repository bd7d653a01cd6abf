const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

/**
 * A time as subtitles write it, e.g. `00:01:02.500`; hours have two digits or more.
 *
 * @param separator between seconds and milliseconds: `.` in WebVTT, `,` in SubRip
 */
export function clockTime(milliseconds: number, separator: '.' | ','): string {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) =>
    pad(Math.floor(part)),
  );
  return `${clock.join(':')}${separator}${pad(milliseconds % 1000, 3)}`;
}
