import type { Peaks } from '../peaks.ts';
import { isUncertain, type ShownSegment } from '../shown-conversation.ts';
import type { View } from './view.ts';

/** Height of the emotion strip below the waveform, in CSS pixels. */
export const STRIP_HEIGHT = 20;

/** A strip narrower than this has no room for a word, in CSS pixels. */
const ROOM_FOR_WORD = 46;

/** Distance of the stripes of an uncertain stretch, in CSS pixels. */
const HATCH_PIXELS = 8;

/** What a lane shows. */
export type LaneDrawing = {
  readonly view: View;
  /** The waveform; absent while it is not known. */
  readonly peaks: Peaks | undefined;
  /** Index of the channel in `peaks`. */
  readonly channel: number;
  /** The segments of one speaker in the order of their starts. */
  readonly segments: readonly ShownSegment[];
  /** The segment that is selected. */
  readonly selected: number | undefined;
  /** The words in the strip. */
  readonly nameOf: (segment: ShownSegment) => string;
  readonly colorOf: (label: string) => string;
  /** `hatch` is drawn over a stretch of which the model is not sure. */
  readonly colors: Readonly<Record<'wave' | 'gap' | 'outline' | 'hatch', string>>;
};

/** The size of a canvas in CSS pixels. */
export type Size = { readonly width: number; readonly height: number };

/** Draws a lane: the waveform, and below it the emotion of each stretch of speech. */
export function drawLane(
  context: CanvasRenderingContext2D,
  size: Size,
  drawing: LaneDrawing,
): void {
  context.clearRect(0, 0, size.width, size.height);
  drawWave(context, size, drawing);
  drawStrip(context, size, drawing);
}

function drawWave(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { view, peaks, channel, colors }: LaneDrawing,
): void {
  const pairs = peaks?.channels[channel] ?? peaks?.channels[0];
  if (!peaks || !pairs) return;
  const middle = (height - STRIP_HEIGHT) / 2;
  const perPixel = ((view.end - view.start) * peaks.pairsPerSecond) / width;
  const first = view.start * peaks.pairsPerSecond;
  context.fillStyle = colors.wave;
  for (let x = 0; x < width; x++) {
    const { low, high } = extremes(pairs, first + x * perPixel, first + (x + 1) * perPixel);
    const top = middle - (high / 128) * middle;
    context.fillRect(x, top, 1, Math.max(1, ((high - low) / 128) * middle));
  }
}

/** The lowest and highest value of the pairs between two places. */
function extremes(pairs: Int8Array, from: number, to: number): { low: number; high: number } {
  let low = 0;
  let high = 0;
  const last = Math.min(Math.max(Math.floor(from) + 1, Math.ceil(to)), pairs.length / 2);
  for (let at = Math.max(0, Math.floor(from)); at < last; at++) {
    low = Math.min(low, pairs[2 * at] ?? 0);
    high = Math.max(high, pairs[2 * at + 1] ?? 0);
  }
  return { low, high };
}

function drawStrip(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { view, segments, selected, nameOf, colorOf, colors }: LaneDrawing,
): void {
  const top = height - STRIP_HEIGHT;
  const scale = width / (view.end - view.start);
  const hatch = hatching(context, colors.hatch);
  context.fillStyle = colors.gap;
  context.fillRect(0, top, width, STRIP_HEIGHT);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const segment of segments) {
    if (segment.end < view.start) continue;
    if (segment.start > view.end) break;
    const x = Math.max(0, (segment.start - view.start) * scale);
    const end = Math.min(width, (segment.end - view.start) * scale);
    const color = colorOf(segment.label);
    context.fillStyle = color;
    context.fillRect(x, top, Math.max(1, end - x), STRIP_HEIGHT);
    if (hatch && isUncertain(segment)) {
      context.fillStyle = hatch;
      context.fillRect(x, top, Math.max(1, end - x), STRIP_HEIGHT);
    }
    if (end - x >= ROOM_FOR_WORD) writeWord(context, nameOf(segment), color, x, end, top);
    if (segment.index === selected) outline(context, colors.outline, x, end, top);
  }
}

/** Diagonal stripes of a colour; `null` if the browser cannot make them. */
function hatching(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = HATCH_PIXELS;
  tile.height = HATCH_PIXELS;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = color;
  pen.lineWidth = 2.5;
  for (const shift of [-HATCH_PIXELS, 0, HATCH_PIXELS]) {
    pen.moveTo(shift - 2, HATCH_PIXELS + 2);
    pen.lineTo(shift + HATCH_PIXELS + 2, -2);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

function writeWord(
  context: CanvasRenderingContext2D,
  word: string,
  background: string,
  x: number,
  end: number,
  top: number,
): void {
  const space = end - x - 8;
  const { width } = context.measureText(word);
  if (width > space) return;
  // The stripes of an uncertain stretch leave the word alone.
  context.fillStyle = background;
  context.fillRect(x, top, width + 8, STRIP_HEIGHT);
  context.fillStyle = isDark(background) ? '#ffffff' : '#10181c';
  context.fillText(word, x + 4, top + STRIP_HEIGHT / 2 + 0.5);
}

function outline(
  context: CanvasRenderingContext2D,
  color: string,
  x: number,
  end: number,
  top: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.strokeRect(x + 1, top + 1, Math.max(2, end - x - 2), STRIP_HEIGHT - 2);
}

/** Whether white text has more contrast on a colour than black, by its relative luminance (WCAG 2). */
export function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
}
