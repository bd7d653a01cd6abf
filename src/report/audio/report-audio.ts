import { streamChannels } from '../../audio/index.js';
import type { Conversation, Span } from '../../conversation/index.js';
import { LanePeaks } from './lane-peaks.js';
import { planSnippets } from './plan-snippets.js';
import { SnippetCollector } from './snippet-collector.js';
import { snippetWav } from './snippet-wav.js';

/** Columns of a waveform; on paper, three of them are a millimetre wide. */
const COLUMNS = 2400;

/** A part of a recording that a report plays. */
export type Snippet = Span & {
  /** A WAV file. */
  readonly wav: Uint8Array;
};

/** What a report needs from the samples of a recording. */
export type ReportAudio = {
  /** The largest magnitude of each column, 0 to 1, for each speaker, `[speaker][columns]`. */
  readonly peaks: readonly Float32Array[];
  /** One for each moment, in the order of the moments; `undefined` for those without. */
  readonly snippets: readonly (Snippet | undefined)[];
};

/**
 * Reads the waveforms and snippets of a recording in one pass; only the snippets are held in memory.
 *
 * @param withSnippets whether voices may be part of the report
 * @throws AudioError as `streamChannels`; the signal's reason
 */
export async function readReportAudio(
  blob: Blob,
  conversation: Conversation,
  { withSnippets = true, signal }: { withSnippets?: boolean; signal?: AbortSignal } = {},
): Promise<ReportAudio> {
  const { speakers, durationSeconds } = conversation;
  const lanes = speakers.map((speaker) => new LanePeaks(speaker, durationSeconds, COLUMNS));
  const plan = withSnippets ? planSnippets(conversation) : [];
  const spans = plan.filter((span) => span !== undefined);
  const collector = new SnippetCollector(spans);
  let from = 0;
  for await (const { mono, channels } of streamChannels(blob, signal && { signal })) {
    signal?.throwIfAborted();
    for (const lane of lanes) lane.push(mono, channels, from);
    collector.push(mono, from);
    from += mono.length;
  }
  const found = new Map(collector.finish().map((samples, at) => [spans[at], snippetWav(samples)]));
  const snippets = plan.map((span) => {
    const wav = span && found.get(span);
    return span && wav && { ...span, wav };
  });
  return { peaks: lanes.map(({ peaks }) => peaks), snippets };
}
