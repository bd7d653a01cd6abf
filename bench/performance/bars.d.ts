/** Types of bars.js, for its test. */
type Clips = Readonly<
  Record<string, { readonly times: Readonly<Record<number, { readonly median: number }>> }>
>;

export declare function judge(results: {
  readonly machine: { readonly has: readonly string[] };
  readonly clips?: Clips;
}): readonly { readonly bar: string; readonly found: string; readonly reached?: boolean }[];
