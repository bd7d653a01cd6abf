import { createRequire } from 'node:module';
import type * as Native from 'onnxruntime-node';

/** The native runtime, or the error that its import failed with. */
export type NativeRuntime =
  | { readonly native: typeof Native; readonly missing?: never }
  | { readonly native?: never; readonly missing: unknown };

let loaded: NativeRuntime | undefined;

/**
 * Loads `onnxruntime-node`, an optional dependency. It is missing if its install script failed or
 * if it has no library for this platform.
 */
export function loadNative(): NativeRuntime {
  loaded ??= load();
  return loaded;
}

function load(): NativeRuntime {
  try {
    const require = createRequire(import.meta.url);
    return { native: require('onnxruntime-node') as typeof Native };
  } catch (error) {
    return { missing: error };
  }
}
