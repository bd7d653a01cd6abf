import type { FastifyRequest } from 'fastify';

/** Name of the cookie of a browser that is signed in. */
const NAME = 'wav2emo_session';

/** The cookie that begins a session. Scripts and other sites cannot read or send it. */
export function sessionCookie(
  request: FastifyRequest,
  session: { readonly value: string; readonly ageSeconds: number },
): string {
  return `${nameFor(request)}=${session.value}; Max-Age=${session.ageSeconds}${attributesFor(request)}`;
}

/** The cookie that ends a session in the browser. */
export function clearedCookie(request: FastifyRequest): string {
  return `${nameFor(request)}=; Max-Age=0${attributesFor(request)}`;
}

/** The value of a request's cookie. */
export function sessionValue(request: FastifyRequest): string | undefined {
  const start = `${nameFor(request)}=`;
  const cookies = (request.headers.cookie ?? '').split(/; */);
  return cookies.find((each) => each.startsWith(start))?.slice(start.length);
}

/** With this prefix, browsers accept the cookie only from this host, and only by https. */
function nameFor({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? `__Host-${NAME}` : NAME;
}

function attributesFor({ protocol }: FastifyRequest): string {
  return `; HttpOnly; SameSite=Strict; Path=/${protocol === 'https' ? '; Secure' : ''}`;
}
