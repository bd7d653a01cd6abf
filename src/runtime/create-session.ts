import { env, InferenceSession } from 'onnxruntime-node';

/** The runtime's most silent level; what matters comes back as an error. */
const FATAL = 4;

/**
 * A session of the runtime that prints nothing.
 *
 * @param graph the path of a file, or its bytes
 */
export function createSession(
  graph: string | Uint8Array,
  options: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  env.logLevel = 'fatal';
  const silent = { ...options, logSeverityLevel: FATAL } as const;
  return typeof graph === 'string'
    ? InferenceSession.create(graph, silent)
    : InferenceSession.create(graph, silent);
}
