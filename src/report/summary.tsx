/** @jsxImportSource hono/jsx */
import { clock } from '../clock.js';
import {
  type AnalysedRecording,
  type Conversation,
  speakerWords,
  type SpeakerSummary,
} from '../conversation/index.js';
import { emotionColor } from '../emotion-color.js';
import { Legend } from './legend.js';
import { Text, type TextIn } from './text.js';

/** From this length on, a report says that people speak at once. In seconds. */
const LEAST_OVERLAP = 1;

/** The conversation in sentences, and a bar of the emotions of each speaker. */
export function Summary({ conversation }: AnalysedRecording) {
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">
        <Text of={(words) => words.summary} />
      </h2>
      <p>
        <Text of={describeRecording(conversation)} />
      </p>
      {conversation.summary.speakers.map((speaker) => (
        <SpeakerPart conversation={conversation} speaker={speaker} />
      ))}
    </section>
  );
}

function describeRecording({ durationSeconds, speakers, summary }: Conversation): TextIn {
  const duration = clock(durationSeconds);
  const { speechSeconds, silenceSeconds, overlapSeconds } = summary;
  return (words) => {
    if (speakers.length === 0) return words.nobody(duration);
    const share = shareOf(speechSeconds, durationSeconds);
    return [
      words.lasts(duration, speakers.length),
      words.talk(clock(speechSeconds), share, clock(silenceSeconds)),
      ...(overlapSeconds >= LEAST_OVERLAP ? [words.overlap(clock(overlapSeconds))] : []),
    ].join(' ');
  };
}

function SpeakerPart(props: {
  readonly conversation: Conversation;
  readonly speaker: SpeakerSummary;
}) {
  const { conversation, speaker } = props;
  const names = speakerWords(conversation).get(speaker.speaker);
  return (
    <>
      <h3>
        <Text of={(_, language) => names?.[language] ?? speaker.speaker} />
      </h3>
      <p>
        <Text of={describeSpeaker(speaker, conversation)} />
      </p>
      {speaker.emotions && <Shares conversation={conversation} shares={speaker.emotions} />}
      {speaker.dimensions && <Means conversation={conversation} means={speaker.dimensions} />}
    </>
  );
}

function describeSpeaker(speaker: SpeakerSummary, conversation: Conversation): TextIn {
  const { speechSeconds, syllablesPerSecond, longestMonologueSeconds, interruptions } = speaker;
  const { durationSeconds, speakers } = conversation;
  const baseline = speakers.find(({ id }) => id === speaker.speaker)?.baselineSeconds ?? 0;
  return (words, language) => {
    const first = words.speaks(clock(speechSeconds), shareOf(speechSeconds, durationSeconds));
    return [
      language === 'en' ? first.replace(/^s/, 'S') : first,
      ...(syllablesPerSecond === undefined ? [] : [words.rate(syllablesPerSecond)]),
      ...(longestMonologueSeconds > 0 ? [words.monologue(clock(longestMonologueSeconds))] : []),
      ...(interruptions > 0 ? [words.interrupts(interruptions)] : []),
      ...(baseline > 0 ? [words.baseline(baseline)] : []),
    ].join(language === 'en' ? ' ' : '');
  };
}

function Shares(props: {
  readonly conversation: Conversation;
  readonly shares: Readonly<Record<string, number>>;
}) {
  const { conversation, shares } = props;
  let reached = 0;
  const parts = conversation.labels.map(({ id, en }, at) => {
    const width = shares[id] ?? 0;
    const part = { x: reached, width, fill: emotionColor(en, at) };
    reached += width;
    return part;
  });
  return (
    <figure>
      <figcaption>
        <Text of={(words) => words.shares} />
      </figcaption>
      <svg height="18" aria-hidden="true">
        {parts.map(({ x, width, fill }) => (
          <rect x={percent(x, 3)} width={percent(width, 3)} height="18" fill={fill} />
        ))}
      </svg>
      <Legend labels={conversation.labels} figureOf={({ id }) => percent(shares[id] ?? 0)} />
    </figure>
  );
}

function Means(props: {
  readonly conversation: Conversation;
  readonly means: Readonly<Record<string, number>>;
}) {
  const { conversation, means } = props;
  return (
    <figure>
      <figcaption>
        <Text of={(words) => words.dimensionMeans} />
      </figcaption>
      <Legend
        labels={conversation.labels}
        figureOf={({ id }) => (means[id] === undefined ? '–' : means[id].toFixed(2))}
      />
    </figure>
  );
}

function percent(share: number, digits = 0): string {
  return `${Number((share * 100).toFixed(digits))}%`;
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
