import type { ConversationSettings } from '../conversations-client.ts';

type LivePanelProps = { readonly settings: ConversationSettings };

/** Shows the emotion while somebody speaks. */
export function LivePanel(_props: LivePanelProps) {
  return null;
}
