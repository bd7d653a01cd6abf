import type { EventStream } from '../http/event-stream.js';
import { toProblem, toProblemData } from '../problem/index.js';
import type { ConversationJob } from '../service/index.js';

/**
 * Sends the events of a conversation: what is known already, then everything new, and the end. An event
 * `segments` says how many segments come before its own, so that a client that connects again can
 * leave out those that it has.
 */
export function sendConversationEvents(job: ConversationJob, stream: EventStream): EventStream {
  let sent = 0;
  const report = () => {
    const { state, seconds, segments, error } = job;
    const newest = segments.slice(sent);
    if (newest.length > 0) stream.send({ from: sent, segments: newest }, 'segments');
    sent += newest.length;
    if (state === 'running') stream.sendLatest('progress', { seconds }, 'progress');
    if (state === 'finished') stream.send({}, 'finished');
    if (state === 'failed') stream.send(toProblem(toProblemData(error)), 'failed');
    if (state === 'finished' || state === 'failed') stream.end();
  };
  stream.onClose(job.subscribe(report));
  report();
  return stream;
}
