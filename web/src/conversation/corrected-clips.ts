import type { Conversation } from '@engine/conversation/conversation.js';
import type { LabelledClip } from '../api/adaptations.ts';
import { formatClock } from '../i18n/format.ts';
import type { Corrections } from './corrections.ts';
import { cutClip } from './cut-clip.ts';

/** A conversation with its recording and what the listener corrected. */
export type Corrected = {
  readonly file: string;
  readonly recording: Blob;
  readonly conversation: Conversation;
  readonly corrections: Corrections;
};

/**
 * Cuts the segments whose labels the listener corrected, each from the channel of its speaker. Speakers
 * without a name are told apart by the file and their id.
 *
 * @returns those that the browser can cut
 */
export async function correctedClips(corrected: Corrected): Promise<readonly LabelledClip[]> {
  const { file, recording, conversation, corrections } = corrected;
  const stem = file.replace(/\.[a-z0-9]{1,5}$/i, '');
  const clips: LabelledClip[] = [];
  for (const [index, segment] of conversation.segments.entries()) {
    const label = corrections.labels[index];
    if (label === undefined) continue;
    const { start, end, speaker: id } = segment;
    const { name, channel } = conversation.speakers.find((each) => each.id === id) ?? {};
    const clip = await cutClip(recording, start, end, channel);
    if (!clip) continue;
    clips.push({
      ...{ recording: clip, label },
      name: `${stem} ${id} ${formatClock(start).replaceAll(':', '.')}.wav`,
      speaker: corrections.names[id] ?? name ?? `${stem} ${id}`,
    });
  }
  return clips;
}
