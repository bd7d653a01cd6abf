import { hasSomethingToLose, useSession } from './session-store.ts';

/** Has the browser ask before the page is left while a recording or a computation would be lost. */
export function askBeforeLeaving(): void {
  window.addEventListener('beforeunload', (event) => {
    if (hasSomethingToLose(useSession.getState())) event.preventDefault();
  });
}
