import type { Conversation } from '@engine/conversation/conversation.js';

/** What the listener corrected in a conversation. */
export type Corrections = {
  /** New labels by the index of the segment. */
  readonly labels: Readonly<Record<number, string>>;
  /** Names by the id of the speaker. */
  readonly names: Readonly<Record<string, string>>;
};

/** Nothing is corrected. */
export const NO_CORRECTIONS: Corrections = { labels: {}, names: {} };

/** Corrects the label of a segment; the model's own label takes the correction back. */
export function correctLabel(
  corrections: Corrections,
  conversation: Conversation,
  index: number,
  label: string,
): Corrections {
  const others = without(corrections.labels, String(index));
  const isOwn = conversation.segments[index]?.label === label;
  return { ...corrections, labels: isOwn ? others : { ...others, [index]: label } };
}

/** Names a speaker; an empty name takes the name away. */
export function nameSpeaker(corrections: Corrections, id: string, name: string): Corrections {
  const others = without(corrections.names, id);
  const trimmed = name.trim();
  return { ...corrections, names: trimmed === '' ? others : { ...others, [id]: trimmed } };
}

/**
 * A conversation with the corrections, for exports: a corrected segment has the listener's label
 * and the model's probability of it. The summary and the moments stay the model's.
 */
export function applyCorrections(
  conversation: Conversation,
  { labels, names }: Corrections,
): Conversation {
  const ids = conversation.labels.map(({ id }) => id);
  return {
    ...conversation,
    speakers: conversation.speakers.map((speaker) => {
      const name = names[speaker.id];
      return name === undefined ? speaker : { ...speaker, name };
    }),
    segments: conversation.segments.map((segment, index) => {
      const label = labels[index];
      if (label === undefined) return segment;
      return { ...segment, label, score: segment.probabilities[ids.indexOf(label)] ?? 0 };
    }),
  };
}

/** The number of corrected labels and names. */
export function countCorrections({ labels, names }: Corrections): number {
  return Object.keys(labels).length + Object.keys(names).length;
}

function without<Value>(
  values: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
