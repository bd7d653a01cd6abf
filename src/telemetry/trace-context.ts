import { context, propagation } from '@opentelemetry/api';
import { type Step, tracer, untilSettled } from './spans.js';

/** The place in a trace as plain data, which travels with a job: https://www.w3.org/TR/trace-context/ */
export type TraceContext = { readonly traceparent?: string; readonly tracestate?: string };

/** Where the caller is in its trace; empty without tracing. */
export function traceContext(): TraceContext {
  const carrier: { traceparent?: string; tracestate?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Does the work in a span of the trace that another process began. */
export async function continueTrace<T>(
  from: TraceContext | undefined,
  step: Step,
  work: () => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), from ?? {});
  return await tracer().startActiveSpan(step, {}, parent, (span) => untilSettled(span, work));
}
