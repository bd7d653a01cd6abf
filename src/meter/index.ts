import { dom } from './dom.js';
import { Wav2EmoMeter } from './wav2emo-meter.js';

export { Wav2EmoMeter } from './wav2emo-meter.js';

const NAME = 'wav2emo-meter';

// Importing this door defines the element, so that a page needs one line.
if (dom.customElements && !dom.customElements.get(NAME))
  dom.customElements.define(NAME, Wav2EmoMeter);
