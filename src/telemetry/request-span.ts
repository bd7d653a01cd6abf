import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import { noteFailure, tracer } from './spans.js';

/** An HTTP request for its span. */
export type TracedRequest = {
  readonly method: string;
  /** Pattern of the route, e.g. `/api/v1/models/:id/load`; never the target, which is a client's text. */
  readonly route: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** The span of a request, and that of its answer while it is sent. */
export type RequestSpan = { readonly span: Span; answer?: Span };

/**
 * Begins the span of a request, in the trace of the client if its headers name one.
 *
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function beginRequestSpan({ method, route, headers }: TracedRequest): RequestSpan {
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const attributes = { 'http.request.method': method, 'http.route': route };
  const options = { kind: SpanKind.SERVER, attributes };
  return { span: tracer().startSpan(`${method} ${route}`, options, parent) };
}

/** Calls the function in the span, so that spans of what follows belong to it. */
export function inRequestSpan({ span }: RequestSpan, run: () => void): void {
  context.with(trace.setSpan(ROOT_CONTEXT, span), run);
}

/** Begins the span `answer`: the result is ready, and is sent now. */
export function beginAnswer(request: RequestSpan): void {
  request.answer ??= tracer().startSpan('answer', {}, trace.setSpan(ROOT_CONTEXT, request.span));
}

/** Ends the spans of a request. */
export function endRequestSpan({ span, answer }: RequestSpan, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) noteFailure(span, String(status));
  answer?.end();
  span.end();
}
