import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the gauges look at when they are read. */
export type Gauges = {
  readonly queued: () => number;
  readonly models: () => number;
  readonly files: () => number;
  readonly streams: () => number;
};

/** How a recording ended. */
export type Outcome = 'answered' | 'refused' | 'cancelled' | 'failed';

/** The figures of a server in Prometheus form. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #recordings: Counter<'outcome' | 'code'>;
  readonly #audioSeconds: Counter;
  readonly #computeSeconds: Histogram;
  readonly #restarts: Counter;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor(gauges: Gauges) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        ...{ name, help, registers },
        collect() {
          this.set(read());
        },
      });
    gauge('wav2emo_queue_requests', 'Requests that wait or are computed', gauges.queued);
    gauge('wav2emo_models_open', 'Models in memory', gauges.models);
    gauge('wav2emo_upload_files', 'Uploads on the disk', gauges.files);
    gauge('wav2emo_event_streams', 'Open streams of server-sent events', gauges.streams);
    this.#recordings = new Counter({
      ...{ name: 'wav2emo_recordings_total', help: 'Recordings by how they ended', registers },
      labelNames: ['outcome', 'code'],
    });
    this.#audioSeconds = new Counter({
      ...{ name: 'wav2emo_audio_seconds_total', help: 'Audio that was answered on', registers },
    });
    this.#computeSeconds = new Histogram({
      ...{ name: 'wav2emo_compute_seconds', help: 'From file to answer', registers },
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300],
    });
    this.#restarts = new Counter({
      ...{
        name: 'wav2emo_engine_restarts_total',
        help: 'Ends of the computing process',
        registers,
      },
    });
    this.#requests = new Histogram({
      ...{ name: 'wav2emo_http_request_seconds', help: 'Requests by route', registers },
      labelNames: ['method', 'route', 'status'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
    });
  }

  /** Counts the requests of a server. */
  follow(app: FastifyInstance): void {
    app.addHook('onResponse', (request, reply, done) => {
      const { method } = request;
      const route = request.routeOptions.url ?? 'none';
      const labels = { method, route, status: String(reply.statusCode) };
      this.#requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }

  /** Counts a recording that was answered on. */
  answered(durationSeconds: number, computeSeconds: number): void {
    this.#recordings.inc({ outcome: 'answered', code: '' });
    this.#audioSeconds.inc(durationSeconds);
    this.#computeSeconds.observe(computeSeconds);
  }

  /** Counts a recording that was not answered on. */
  ended(outcome: Exclude<Outcome, 'answered'>, code: string): void {
    this.#recordings.inc({ outcome, code });
  }

  /** Counts an end of the process that computes. */
  restarted(): void {
    this.#restarts.inc();
  }

  /** Media type and text of all figures. */
  async expose(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
