import { describe, expect, it } from 'vitest';
import { judge } from '../../bench/performance/bars.js';

const machine = { has: ['AVX-512', 'VNNI'] };
const median = (value: number) => ({ times: { 10: { median: value } } });

function ratioOf(clips: Parameters<typeof judge>[0]['clips']) {
  const verdicts = judge({ machine, ...(clips && { clips }) });
  return verdicts.find(({ bar }) => bar.startsWith('wav2emo int8, 10 s: at least 3×'));
}

describe('judge', () => {
  it('compares with the fastest of several peers', () => {
    const found = ratioOf({
      'wav2emo int8': median(100),
      'SpeechBrain fp32': median(400),
      'transformers fp32': median(250),
    });
    expect(found).toMatchObject({ found: '2.50×', reached: false });
  });

  it('reaches a bar that is met', () => {
    const clips = { 'wav2emo int8': median(100), 'SpeechBrain fp32': median(310) };
    expect(ratioOf(clips)).toMatchObject({ found: '3.10×', reached: true });
  });

  it('leaves `reached` out if nothing was measured', () => {
    expect(ratioOf(undefined)).not.toHaveProperty('reached');
  });

  it('names the targets that are meant for processors with AMX', () => {
    const words = judge({ machine }).map(({ bar }) => bar);
    expect(words.filter((bar) => bar.includes('processors with AMX'))).toHaveLength(3);
  });
});
