import type { ModelEntry } from '../api/types.ts';

/**
 * Whether a model can be loaded without asking when it is first needed: it comes with the package,
 * so that nothing is downloaded, and the operator has not forbidden it.
 */
export function loadsOnDemand(model: ModelEntry, isPermitted: boolean): boolean {
  return isPermitted && model.origin === 'embedded' && model.state === 'available';
}
