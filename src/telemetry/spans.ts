import { type Span, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { VERSION } from '../version.js';

/** The steps of a request and of a job, which are the names of their spans. */
export type Step = 'receive' | 'wait' | 'compute' | 'answer' | 'queue' | 'job' | 'fetch';

/**
 * What a span says besides its name and its times. Values are numbers, so that no name of a file, no
 * audio and no text of a user can become an attribute.
 */
export type Figures = Readonly<Record<`wav2emo.${string}`, number>>;

/** The tracer of this package. Until tracing is started, its spans are recorded nowhere. */
export function tracer(): Tracer {
  return trace.getTracer('wav2emo', VERSION);
}

/** Does the work in a span, which ends with it. An error is noted by its code, without its message. */
export async function inSpan<T>(step: Step, work: () => Promise<T>): Promise<T> {
  return await tracer().startActiveSpan(step, (span) => untilSettled(span, work));
}

/** Does the work and ends the span; see {@link inSpan}. */
export async function untilSettled<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    noteFailure(span, codeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Adds figures to the span that the caller is in. */
export function noteFigures(figures: Figures): void {
  trace.getActiveSpan()?.setAttributes(figures);
}

/**
 * Marks a span as failed.
 *
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function noteFailure(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** The code of an error of this project or of Node, else its class. Messages may name files. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
