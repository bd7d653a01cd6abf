/**
 * Thrown if a built-in decoder does not support the codec of a file; the fallback decoder then
 * tries. Internal.
 */
export class UnsupportedCodec extends Error {
  /**
   * @param container name of the container in error messages
   * @param codec the codec that was found
   */
  constructor(container: string, codec: string) {
    super(`${container} with ${codec}`);
  }
}
