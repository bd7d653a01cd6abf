import { unavailable } from './node-devices.js';
import { readGraph } from './read-graph.js';
import type { GraphFiles, Session, SessionOptions } from './session.js';

let warned = false;

/**
 * Opens a session in WebAssembly because the native runtime is missing, and says so once.
 *
 * @param missing the error that the import of the native runtime failed with
 * @throws FileError if a file cannot be read
 * @throws DeviceError if another device than the processor is asked for
 * @throws CheckpointError if the file is not a graph that the runtime can compute
 */
export async function openFallbackSession(
  model: GraphFiles | string,
  options: SessionOptions,
  missing: unknown,
): Promise<Session> {
  const { device = 'cpu' } = options;
  if (device !== 'cpu') throw unavailable(device, missing);
  warnOnce(missing);
  const files = await readGraph(model);
  const { openWebSession } = await import('./web.js');
  return openWebSession(files, options);
}

function warnOnce(missing: unknown): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    'The native runtime, onnxruntime-node, could not be loaded, so models are computed in' +
      ' WebAssembly: the results are the same to four decimals, but take several times as long.' +
      ' If its install script could not download files, add the line onnxruntime-node-install=skip' +
      ' to .npmrc and install again: the library for the processor is part of the package.',
    {
      type: 'Wav2EmoWarning',
      code: 'WAV2EMO_WEBASSEMBLY',
      ...(missing instanceof Error && { detail: missing.message.split('\n', 1)[0] ?? '' }),
    },
  );
}
