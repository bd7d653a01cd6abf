import type { EventStream } from '../http/event-stream.js';
import type { GradioJob } from './gradio-job.js';

/** A session without a stream is forgotten after this time, with its jobs. In milliseconds. */
const UNHEARD_MS = 60_000;

type Session = {
  readonly jobs: Map<string, GradioJob>;
  /** Messages that came before the stream was opened. */
  buffer: object[];
  stream?: EventStream;
  timer?: NodeJS.Timeout;
};

/** The sessions of the clients: one stream of messages for all jobs of one session. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  /** Sessions that are known. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Adds a job and tells the session about it. */
  add(hash: string, job: GradioJob): void {
    const session = this.#session(hash);
    session.jobs.set(job.id, job);
    const { id: event_id, rank } = job;
    this.#tell(session, {
      msg: 'estimation',
      event_id,
      rank,
      queue_size: rank + 1,
      rank_eta: null,
    });
    void job.begun.then(() => {
      this.#tell(session, { msg: 'process_starts', event_id, eta: null });
    });
    job.onProgress = ({ stage, done: index, total: length, unit }) => {
      const step = { index, length, unit, desc: stage };
      const progress = length > 0 ? index / length : null;
      this.#tell(session, { msg: 'progress', event_id, progress_data: [{ ...step, progress }] });
    };
    void job.ended.then((end) => {
      const seconds = { duration: end.seconds, average_duration: end.seconds };
      const done = end.kind === 'done';
      const output = done
        ? {
            data: end.data,
            is_generating: false,
            ...seconds,
            render_config: null,
            changed_state_ids: [],
          }
        : { error: end.failure.message, title: 'Error', visible: true, duration: 10 };
      this.#tell(session, { msg: 'process_completed', event_id, output, success: done });
      session.jobs.delete(job.id);
      this.#endIfIdle(hash, session);
    });
  }

  /** Connects the stream of a session; when it breaks, the session's jobs are cancelled. */
  open(hash: string, stream: EventStream): void {
    const session = this.#session(hash);
    session.stream?.end();
    session.stream = stream;
    clearTimeout(session.timer);
    for (const message of session.buffer) stream.send(message);
    session.buffer = [];
    stream.onClose(() => {
      if (session.stream === stream) this.#forget(hash, session);
    });
    this.#endIfIdle(hash, session);
  }

  /** Cancels one job. */
  cancel(eventId: string): void {
    for (const { jobs } of this.#sessions.values()) jobs.get(eventId)?.cancel();
  }

  #session(hash: string): Session {
    const known = this.#sessions.get(hash);
    if (known) return known;
    const session: Session = { jobs: new Map(), buffer: [] };
    session.timer = setTimeout(() => {
      this.#forget(hash, session);
    }, UNHEARD_MS);
    session.timer.unref();
    this.#sessions.set(hash, session);
    return session;
  }

  #tell(session: Session, message: object): void {
    if (session.stream) session.stream.send(message);
    else session.buffer.push(message);
  }

  #endIfIdle(hash: string, session: Session): void {
    if (session.jobs.size > 0 || !session.stream) return;
    this.#tell(session, { msg: 'close_stream', event_id: null });
    const { stream } = session;
    this.#forget(hash, session);
    stream.end();
  }

  #forget(hash: string, session: Session): void {
    clearTimeout(session.timer);
    delete session.stream;
    if (this.#sessions.get(hash) === session) this.#sessions.delete(hash);
    for (const job of session.jobs.values()) job.cancel();
  }
}
