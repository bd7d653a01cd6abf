/** `node --import` this: at each SIGUSR2 the clock jumps by a year, forwards and back in turn. */
const YEAR_MS = 365 * 24 * 3600 * 1000;
const real = Date.now;
let shift = 0;
const now = () => real() + shift;

process.on('SIGUSR2', () => {
  shift = shift === 0 ? YEAR_MS : shift > 0 ? -YEAR_MS : 0;
});

globalThis.Date = new Proxy(Date, {
  construct: (target, values) => Reflect.construct(target, values.length === 0 ? [now()] : values),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
