import { expect, it } from 'vitest';
import { validationText } from '../../../../src-main/app/cli/validation-text.ts';

it('says an accuracy with its interval and the items it rests on', () => {
  // Wilson at 33 of 36 with z² = 3.8415: middle (0.91667 + 0.05335) / 1.10671 = 0.87649, spread 0.09478.
  expect(validationText({ loss: 0.38041, accuracy: 33 / 36 }, 36)).toBe('loss 0.3804, accuracy 91.67\u00a0% (78.17–97.13 of 36)');
});

it('says it alone where the data are not there', () => {
  expect(validationText({ accuracy: 0.5 }, undefined)).toBe('accuracy 50.00\u00a0%');
});
