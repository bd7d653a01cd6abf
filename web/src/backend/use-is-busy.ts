import { useAdaptation } from '../adaptation/adaptation-store.ts';
import { useConversation } from '../conversation/conversation-store.ts';
import { useEvaluation } from '../evaluation/evaluation-store.ts';
import { useSession } from '../state/session-store.ts';

const COMPUTING: ReadonlySet<string> = new Set(['sending', 'queued', 'running']);

/** Whether a tab records or has something computed, which one backend must finish. */
export function useIsBusy(): boolean {
  const session = useSession(({ running, recording }) => running || recording);
  const evaluation = useEvaluation(({ running }) => running);
  const conversation = useConversation(({ phase }) => COMPUTING.has(phase.name));
  const adaptation = useAdaptation(({ phase }) => phase.name === 'running');
  return session || evaluation || conversation || adaptation;
}
