import { type PointerEvent, useCallback } from 'react';
import { useConversationWords } from '../conversation-words.ts';
import type { Lane } from '../shown-conversation.ts';
import { Canvas } from './canvas.tsx';
import classes from './board.module.css';
import type { Size } from './draw-lane.ts';
import type { useColors } from './use-colors.ts';
import { panView, type View } from './view.ts';

/** Height of one speaker's line, in pixels. */
const LINE = 8;

type MinimapProps = {
  readonly lanes: readonly Lane[];
  readonly duration: number;
  readonly view: View;
  readonly drawing: ReturnType<typeof useColors>;
  readonly onView: (view: View) => void;
};

/** The whole recording in small, with the part that the lanes show; a press moves that part. */
export function Minimap({ lanes, duration, view, drawing, onView }: MinimapProps) {
  const { t } = useConversationWords();
  const height = Math.max(20, lanes.length * (LINE + 2) + 4);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, { width }: Size) => {
      const scale = width / duration;
      context.fillStyle = drawing.colors.gap;
      context.fillRect(0, 0, width, height);
      for (const [at, { segments }] of lanes.entries())
        for (const { start, end, label } of segments) {
          context.fillStyle = drawing.colorOf(label);
          context.fillRect(
            start * scale,
            3 + at * (LINE + 2),
            Math.max(0.5, (end - start) * scale),
            LINE,
          );
        }
    },
    [lanes, duration, drawing, height],
  );
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const time = ((event.clientX - left) / width) * duration;
    onView(panView(view, time - (view.start + view.end) / 2, duration));
  };
  return (
    <div
      className={classes['minimap']}
      title={t('minimap')}
      data-testid="minimap"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons > 0) move(event);
      }}
    >
      <Canvas height={height} draw={draw} />
      <div
        className={classes['window']}
        style={{
          left: `${(100 * view.start) / duration}%`,
          width: `${(100 * (view.end - view.start)) / duration}%`,
          boxShadow: `0 0 0 100vw ${drawing.colors.shade}`,
        }}
      />
    </div>
  );
}
