/** How spans are written on the wire. */
export type TraceProtocol = 'http/protobuf' | 'http/json';

/** Where spans are sent, and how. */
export type TraceSettings = {
  readonly protocol: TraceProtocol;
  /** The full address; absent if the exporter derives it from the environment. */
  readonly url?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set and empty counts as not set, as the specification demands. */
const valueOf = (env: Environment, ...names: readonly string[]) =>
  names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '');

/**
 * Reads from the standard variables whether spans are sent. They are off unless an address is known, or
 * `OTEL_TRACES_EXPORTER` is `otlp`; `none` and `OTEL_SDK_DISABLED` turn them off whatever else is set.
 * The exporter reads headers, timeouts and certificates itself.
 *
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * @param url of `--trace`; overrides the variables of the address
 * @throws RangeError if the exporter or the protocol is none that this package can use
 */
export function readTraceSettings(env: Environment, url?: string): TraceSettings | undefined {
  const exporter = valueOf(env, 'OTEL_TRACES_EXPORTER');
  if (exporter === 'none' || /^true$/i.test(env['OTEL_SDK_DISABLED'] ?? '')) return undefined;
  const addresses = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  if ((url ?? exporter ?? valueOf(env, ...addresses)) === undefined) return undefined;
  if (exporter !== undefined && exporter !== 'otlp')
    throw new RangeError(
      `OTEL_TRACES_EXPORTER: found ${JSON.stringify(exporter)}, expected otlp or none.`,
    );
  return { protocol: readProtocol(env), ...(url !== undefined && { url }) };
}

function readProtocol(env: Environment): TraceProtocol {
  const names = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const found = valueOf(env, ...names) ?? 'http/protobuf';
  if (found === 'http/protobuf' || found === 'http/json') return found;
  throw new RangeError(
    `OTEL_EXPORTER_OTLP_PROTOCOL: found ${JSON.stringify(found)}, expected http/protobuf or http/json. Set one of them, and the address of the collector's HTTP port, which is usually 4318.`,
  );
}
