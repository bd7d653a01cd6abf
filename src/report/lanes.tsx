/** @jsxImportSource hono/jsx */
import { clock } from '../clock.js';
import { type Conversation, type Span, speakerWords } from '../conversation/index.js';
import { emotionColor } from '../emotion-color.js';
import { CourseLines } from './course-lines.js';
import { Legend } from './legend.js';
import type { ReportContent } from './report-content.js';
import { Text } from './text.js';
import { percentOf, ticksOf, timeRows, within } from './time-rows.js';
import { Waveform } from './waveform.js';

const WAVE_HEIGHT = 44;
const STRIP_HEIGHT = 12;
/** Quieter recordings are not drawn as if they were loud. */
const LEAST_LOUDEST = 0.05;
/** More numbers would cover each other. */
const MOST_MARKS = 20;

/** The waveform and the emotions of each speaker on one time axis, with the moments. */
export function Lanes({ conversation, audio }: ReportContent) {
  const loudest = audio.peaks.reduce(
    (most, peaks) => peaks.reduce((a, b) => Math.max(a, b), most),
    LEAST_LOUDEST,
  );
  const rows = timeRows(conversation.durationSeconds);
  return (
    <section aria-labelledby="course">
      <h2 id="course">
        <Text of={(words) => words.course} />
      </h2>
      <figure>
        <figcaption>
          <Text of={(words) => words.courseHint} />
        </figcaption>
        {rows.map((row) => (
          <div class="row">
            <div class="lane">
              <span />
              <Marks conversation={conversation} row={row} />
            </div>
            {[...speakerWords(conversation)].map(([id, names], at) => (
              <div class="lane">
                <span>
                  <Text of={(_, language) => names[language]} />
                </span>
                <div>
                  <Waveform
                    peaks={audio.peaks[at] ?? new Float32Array(0)}
                    row={row}
                    durationSeconds={conversation.durationSeconds}
                    loudest={loudest}
                    height={WAVE_HEIGHT}
                  />
                  {conversation.task === 'regression' ? (
                    <CourseLines conversation={conversation} speaker={id} row={row} />
                  ) : (
                    <Strip conversation={conversation} speaker={id} row={row} />
                  )}
                </div>
              </div>
            ))}
            <div class="lane">
              <span />
              <Axis row={row} />
            </div>
          </div>
        ))}
        <Legend labels={conversation.labels} />
      </figure>
    </section>
  );
}

type RowProps = { readonly conversation: Conversation; readonly row: Span };

function Marks({ conversation, row }: RowProps) {
  const marks = conversation.moments
    .slice(0, MOST_MARKS)
    .map((moment, at) => ({ middle: (moment.start + moment.end) / 2, number: at + 1 }))
    .filter(({ middle }) => middle >= row.start && middle < row.end);
  return (
    <svg height="22">
      {marks.map(({ middle, number }) => (
        <a class="mark" href={`#moment-${number}`} aria-label={`${number}`}>
          <circle cx={percentOf(middle - row.start, row)} cy="10" r="9" />
          <text x={percentOf(middle - row.start, row)} y="14">
            {number}
          </text>
        </a>
      ))}
    </svg>
  );
}

function Strip({ conversation, row, speaker }: RowProps & { readonly speaker: string }) {
  const { labels, segments } = conversation;
  const colors = new Map(labels.map(({ id, en }, at) => [id, emotionColor(en, at)]));
  const parts = segments
    .filter((segment) => segment.speaker === speaker)
    .flatMap((segment) => {
      const part = within(segment, row);
      return part ? [{ ...part, fill: colors.get(segment.label) ?? '#888888' }] : [];
    });
  return (
    <svg height={STRIP_HEIGHT} aria-hidden="true">
      {parts.map(({ start, end, fill }) => (
        <rect
          x={percentOf(start - row.start, row)}
          width={percentOf(end - start, row)}
          height={STRIP_HEIGHT}
          fill={fill}
        />
      ))}
    </svg>
  );
}

function Axis({ row }: { readonly row: Span }) {
  return (
    <svg height="20" aria-hidden="true">
      {ticksOf(row).map((seconds) => {
        const x = percentOf(seconds - row.start, row);
        return (
          <>
            <line class="grid" x1={x} x2={x} y1="0" y2="5" />
            <text x={x} y="17">
              {clock(seconds)}
            </text>
          </>
        );
      })}
    </svg>
  );
}
