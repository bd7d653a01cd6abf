import { z } from 'zod';

/** A whole number in digits. */
export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'Expected a whole number.')
    .transform(Number)
    .pipe(z.number().int().min(least).max(most));

/** A switch; an empty text is off. */
export const yes = z
  .string()
  .regex(/^(1|0|on|off|yes|no|true|false|)$/i, 'Expected "yes" or "no".')
  .transform((text) => /^(1|on|yes|true)$/i.test(text));

/** Items that commas separate. */
export const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .transform((each) => each.filter((text) => text !== ''))
    .pipe(z.array(item));

/** A secret that is long enough not to be guessed. */
export const secret = z.string().min(16, 'Expected at least 16 characters.');
