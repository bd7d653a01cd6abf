/** What a button calls an example: its file name without extension, with spaces. */
export function exampleTitle(name: string): string {
  return name.replace(/\.[a-z0-9]+$/i, '').replaceAll(/[-_]+/g, ' ');
}
