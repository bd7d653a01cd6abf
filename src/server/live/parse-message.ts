import { z } from 'zod';
import { LiveError } from './live-error.js';
import { clientMessageSchema } from './messages.js';

const typeSchema = z.object({ type: z.string() });

/**
 * Parses a text message of a client.
 *
 * @throws LiveError `message_invalid`; `config_invalid` if the settings are wrong
 */
export function parseMessage(text: string): z.output<typeof clientMessageSchema> {
  const json = parseJson(text);
  const found = clientMessageSchema.safeParse(json);
  if (found.success) return found.data;
  const isConfig = typeSchema.safeParse(json).data?.type === 'session.update';
  throw new LiveError(
    isConfig ? 'config_invalid' : 'message_invalid',
    `The message is not valid. ${z.prettifyError(found.error)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LiveError(
      'message_invalid',
      'Found a text that is not JSON. Send frames as binary messages, and everything else as JSON.',
    );
  }
}
