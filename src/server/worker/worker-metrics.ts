import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { JobReport } from '../../queue/index.js';
import { isUnexpected, toProblemData } from '../problem/index.js';
import type { ModelShelf } from './model-shelf.js';
import type { ProcessPool } from './process-pool.js';
import type { QueueServers } from './queue-servers.js';

/** What the gauges of a worker read. */
export type WatchedParts = {
  readonly shelf: ModelShelf;
  readonly servers: QueueServers;
  readonly pool: ProcessPool;
};

const SECONDS = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

/** The metrics of a worker in the format of Prometheus. */
export class WorkerMetrics {
  readonly #registry = new Registry();
  readonly #jobs: Counter<'model' | 'method' | 'outcome' | 'code'>;
  readonly #wait: Histogram<'model'>;
  readonly #seconds: Histogram<'model' | 'method'>;
  readonly #restarts: Counter;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#jobs = new Counter({
      name: 'wav2emo_jobs_total',
      help: 'Jobs by outcome; the code is that of the error',
      labelNames: ['model', 'method', 'outcome', 'code'],
      registers,
    });
    this.#wait = new Histogram({
      name: 'wav2emo_job_wait_seconds',
      help: 'Time from the request to the worker that took it',
      labelNames: ['model'],
      buckets: SECONDS,
      registers,
    });
    this.#seconds = new Histogram({
      name: 'wav2emo_job_seconds',
      help: 'Time from taking a job to its end, fetching the recording included',
      labelNames: ['model', 'method'],
      buckets: SECONDS,
      registers,
    });
    this.#restarts = new Counter({
      name: 'wav2emo_engine_restarts_total',
      help: 'How often a computing process ended',
      registers,
    });
  }

  /** Adds the gauges; they are read each time the metrics are. */
  watch({ shelf, servers, pool }: WatchedParts): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'wav2emo_jobs_running',
      help: 'Jobs that this worker has taken and not answered',
      registers,
      collect() {
        this.set(servers.running);
      },
    });
    new Gauge({
      name: 'wav2emo_engine_memory_bytes',
      help: 'Memory of the computing processes',
      registers,
      async collect() {
        this.set(await pool.memory());
      },
    });
    new Gauge({
      name: 'wav2emo_model_bytes',
      help: 'Size of the files of each model that is open',
      labelNames: ['model'],
      registers,
      collect() {
        this.reset();
        for (const [, { name, bytes }] of shelf.models) this.set({ model: name }, bytes);
      },
    });
  }

  countRestart(): void {
    this.#restarts.inc();
  }

  count(report: JobReport): void {
    const { model, method, outcome } = report;
    const code = 'error' in report ? toProblemData(report.error).code : '';
    this.#jobs.inc({ model, method, outcome, code });
    this.#wait.observe({ model }, report.waitSeconds);
    if (outcome === 'answered') this.#seconds.observe({ model, method }, report.seconds);
  }

  /** Media type and text of all metrics. */
  async expose(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

/** Counts and logs how each job ended. */
export function observeJobs(metrics: WorkerMetrics, log: Logger): (report: JobReport) => void {
  return (report) => {
    metrics.count(report);
    const { id: job, ...facts } = report;
    if (!('error' in facts)) {
      log.info({ job, ...facts }, 'a job ended');
      return;
    }
    const { error, ...others } = facts;
    const { code } = toProblemData(error);
    const details = isUnexpected(error) ? { err: error } : {};
    log.warn({ job, ...others, code, ...details }, 'a job failed');
  };
}
