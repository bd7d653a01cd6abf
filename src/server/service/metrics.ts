import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Why a recording has no result. */
export type FailureOutcome = 'refused' | 'cancelled' | 'failed';

/** One HTTP request for the metrics. */
export type ObservedRequest = {
  readonly method: string;
  /** Pattern of the route, e.g. `/api/v1/models/:id/load`. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

/** A value of a gauge. */
export type Labelled = {
  readonly labels: { readonly model: string; readonly state?: string };
  readonly value: number;
};

/** The metrics of a server in the format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #recordings: Counter<'outcome' | 'code'>;
  readonly #audioSeconds: Counter;
  readonly #computeSeconds: Histogram;
  readonly #restarts: Counter;
  readonly #liveSessions: Counter<'outcome'>;
  readonly #liveDelay: Histogram;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#recordings = new Counter({
      name: 'wav2emo_recordings_total',
      help: 'Recordings by outcome',
      labelNames: ['outcome', 'code'],
      registers,
    });
    this.#audioSeconds = new Counter({
      name: 'wav2emo_audio_seconds_total',
      help: 'Duration of the classified recordings',
      registers,
    });
    this.#computeSeconds = new Histogram({
      name: 'wav2emo_compute_seconds',
      help: 'Time from the file to the result',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300],
      registers,
    });
    this.#restarts = new Counter({
      name: 'wav2emo_engine_restarts_total',
      help: 'How often the computing process ended',
      registers,
    });
    this.#liveSessions = new Counter({
      name: 'wav2emo_live_sessions_total',
      help: 'Live sessions that have ended, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.#liveDelay = new Histogram({
      name: 'wav2emo_live_delay_seconds',
      help: 'Time from the arrival of the last sample of a measurement to its sending',
      buckets: [0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1, 3, 10],
      registers,
    });
    this.#requests = new Histogram({
      name: 'wav2emo_http_request_seconds',
      help: 'Duration of requests by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
      registers,
    });
  }

  /** @param read is called each time the metrics are read */
  addGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  /**
   * Adds a gauge with labels.
   *
   * @param read is called each time the metrics are read; if it fails, the gauge has no values
   */
  addGauges(name: string, help: string, read: () => Promise<readonly Labelled[]>): void {
    new Gauge({
      name,
      help,
      labelNames: ['model', 'state'],
      registers: [this.#registry],
      async collect() {
        this.reset();
        for (const { labels, value } of await read().catch(() => [])) this.set(labels, value);
      },
    });
  }

  countClassified(durationSeconds: number, computeSeconds: number): void {
    this.#recordings.inc({ outcome: 'answered', code: '' });
    this.#audioSeconds.inc(durationSeconds);
    this.#computeSeconds.observe(computeSeconds);
  }

  /** @param code of the problem; empty if the recording was cancelled */
  countFailed(outcome: FailureOutcome, code: string): void {
    this.#recordings.inc({ outcome, code });
  }

  countRestart(): void {
    this.#restarts.inc();
  }

  /** @param outcome `ended`, or the code of the error that ended it */
  countLiveSession(outcome: string): void {
    this.#liveSessions.inc({ outcome });
  }

  observeMeasurement(delaySeconds: number): void {
    this.#liveDelay.observe(delaySeconds);
  }

  observeRequest({ method, route, status, seconds }: ObservedRequest): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** Media type and text of all metrics. */
  async expose(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
