export {
  beginAnswer,
  beginRequestSpan,
  endRequestSpan,
  inRequestSpan,
  type RequestSpan,
} from './request-span.js';
export { type Figures, inSpan, noteFigures, type Step } from './spans.js';
export { startTracing, type Tracing, type TracingOptions } from './start-tracing.js';
export { continueTrace, type TraceContext, traceContext } from './trace-context.js';
