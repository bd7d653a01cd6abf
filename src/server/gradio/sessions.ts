import type { EventStream } from '../http/event-stream.js';
import type { ModelProgress } from '../service/index.js';
import type { GradioJob, JobEnd } from './gradio-job.js';

/** A session that no stream is opened for is removed after this time, in milliseconds. */
const UNOPENED_MS = 60_000;

type Session = {
  readonly jobs: Map<string, GradioJob>;
  /** Messages from before the stream was opened; of the progress of a job only the newest. */
  waiting: { readonly key: string | undefined; readonly message: object }[];
  stream?: EventStream;
  timer?: NodeJS.Timeout;
};

/** The sessions of Gradio's clients. One stream carries the messages of all jobs of a session. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  /** Adds a job and posts its messages to the session. */
  add(hash: string, job: GradioJob): void {
    const session = this.#session(hash);
    session.jobs.set(job.id, job);
    const { id: event_id, rank } = job;
    const queue = { rank, queue_size: rank + 1, rank_eta: null };
    this.#post(session, { msg: 'estimation', event_id, ...queue });
    void job.begun.then(() => {
      this.#post(session, { msg: 'process_starts', event_id, eta: null });
    });
    job.onProgress = (progress) => {
      const progress_data = [describeProgress(progress)];
      this.#post(session, { msg: 'progress', event_id, progress_data }, event_id);
    };
    void job.ended.then((end) => {
      const success = end.kind === 'done';
      const output = describeOutput(end);
      this.#post(session, { msg: 'process_completed', event_id, output, success });
      session.jobs.delete(job.id);
      this.#endIfIdle(hash, session);
    });
  }

  /** Connects the stream of a session. If the stream breaks, the session's jobs are cancelled. */
  open(hash: string, stream: EventStream): void {
    const session = this.#session(hash);
    session.stream?.end();
    session.stream = stream;
    clearTimeout(session.timer);
    for (const { message } of session.waiting.splice(0)) stream.send(message);
    stream.onClose(() => {
      if (session.stream === stream) this.#remove(hash, session);
    });
    this.#endIfIdle(hash, session);
  }

  /** Cancels a job. */
  cancel(eventId: string): void {
    for (const { jobs } of this.#sessions.values()) jobs.get(eventId)?.cancel();
  }

  #session(hash: string): Session {
    const known = this.#sessions.get(hash);
    if (known) return known;
    const session: Session = { jobs: new Map(), waiting: [] };
    session.timer = setTimeout(() => {
      this.#remove(hash, session);
    }, UNOPENED_MS);
    session.timer.unref();
    this.#sessions.set(hash, session);
    return session;
  }

  /** @param key of a state, of which a client that reads slowly gets the newest only */
  #post({ stream, waiting }: Session, message: object, key?: string): void {
    if (!stream) {
      const at = waiting.findIndex((each) => key !== undefined && each.key === key);
      if (at >= 0) waiting.splice(at, 1);
      waiting.push({ key, message });
    } else if (key === undefined) stream.send(message);
    else stream.sendLatest(key, message);
  }

  #endIfIdle(hash: string, session: Session): void {
    const { stream } = session;
    if (session.jobs.size > 0 || !stream) return;
    this.#post(session, { msg: 'close_stream', event_id: null });
    this.#remove(hash, session);
    stream.end();
  }

  #remove(hash: string, session: Session): void {
    clearTimeout(session.timer);
    delete session.stream;
    if (this.#sessions.get(hash) === session) this.#sessions.delete(hash);
    for (const job of session.jobs.values()) job.cancel();
  }
}

function describeProgress({ stage, done: index, total: length, unit }: ModelProgress): object {
  return { index, length, unit, desc: stage, progress: length > 0 ? index / length : null };
}

function describeOutput(end: JobEnd): object {
  if (end.kind === 'failed')
    return { error: end.problem.message, title: 'Error', visible: true, duration: 10 };
  return {
    data: end.data,
    is_generating: false,
    duration: end.seconds,
    average_duration: end.seconds,
    render_config: null,
    changed_state_ids: [],
  };
}
