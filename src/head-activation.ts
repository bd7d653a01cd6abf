/** The activation between the two layers of a head whose files do not state it. */
export const HEAD_ACTIVATIONS = ['tanh', 'relu', 'none'] as const;

/** One of {@link HEAD_ACTIVATIONS}. */
export type HeadActivation = (typeof HEAD_ACTIVATIONS)[number];
