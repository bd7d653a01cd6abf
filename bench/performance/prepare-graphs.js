/** Converts the seeded checkpoint in every measured precision, so that no measurement includes it. */
import { run } from '../../scripts/prepare.js';
import { commandOf, environmentOf } from './commands.js';
import { VARIANTS } from './variants.js';

/** @param places what `preparePeers` has made */
export function prepareGraphs(places) {
  for (const variant of VARIANTS.filter(({ own }) => own)) {
    const [program, ...words] = commandOf(places, variant);
    // A worker without requests ends after loading its model.
    run(program, words, { env: environmentOf(places), stdio: ['ignore', 'ignore', 2] });
  }
}
