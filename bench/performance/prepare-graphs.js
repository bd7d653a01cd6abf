/** Converts the seeded checkpoint in every precision that is measured, so that no measurement does it. */
import { run } from '../../scripts/prepare.js';
import { commandOf, environmentOf } from './commands.js';
import { VARIANTS } from './variants.js';

/** @param places what `preparePeers` has made */
export function prepareGraphs(places) {
  for (const variant of VARIANTS.filter(({ own }) => own)) {
    const [program, ...words] = commandOf(places, variant);
    // A worker that is asked nothing ends once it has loaded its model.
    run(program, words, { env: environmentOf(places), stdio: ['ignore', 'ignore', 2] });
  }
}
