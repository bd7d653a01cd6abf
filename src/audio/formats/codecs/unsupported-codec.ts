/** A known container with a codec that is not decoded here; another decoder may try. Internal. */
export class UnsupportedCodec extends Error {
  /**
   * @param container how messages call the file
   * @param codec what was found in it
   */
  constructor(container: string, codec: string) {
    super(`${container} with ${codec}`);
  }
}
