/** A duration as a clock shows it: `1:30`, `2:05:00`. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(
    Math.floor,
  );
  const padded = (value = 0) => String(value).padStart(2, '0');
  return hours ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes ?? 0}:${padded(rest)}`;
}
