/** The address of a file that lies beside the page, which may be served under any path. */
export function staticUrl(path: string): string {
  return new URL(path, document.baseURI).href;
}
