import { addScaled, dot } from '../matrix.js';

/** Computes the value of a function at a point, and writes its gradient. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Steps whose curvature is remembered; more do not make these functions faster to minimise. */
const MEMORY = 8;
/** Logistic regressions of this size converge in 20 to 50 steps. */
const MAX_STEPS = 80;
/** Relative fall of the value below which the minimum counts as found. */
const TOLERANCE = 1e-6;
/** Share of the expected fall that a step has to reach (Armijo's condition). */
const ARMIJO = 1e-4;

type Step = { readonly move: Float64Array; readonly change: Float64Array; readonly rho: number };

/**
 * Finds the minimum of a smooth convex function by L-BFGS with a backtracking line search (Nocedal and
 * Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 3.1).
 *
 * @param start is not changed
 */
export function minimise(objective: Objective, start: Float64Array): Float64Array {
  let point: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(point.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];
  for (let count = 0; count < MAX_STEPS; count++) {
    const direction = descentDirection(gradient, steps);
    const next = searchLine(objective, { point, value, gradient, direction }, steps.length === 0);
    if (!next) return point;
    const fall = value - next.value;
    remember(steps, next.point, point, next.gradient, gradient);
    ({ point, value, gradient } = next);
    if (fall <= TOLERANCE * Math.max(Math.abs(value), 1e-3)) return point;
  }
  return point;
}

function descentDirection(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const factors: number[] = [];
  for (const { move, change, rho } of steps.toReversed()) {
    const factor = rho * dot(move, direction);
    factors.push(factor);
    addScaled(direction, change, -factor);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) * scale;
  }
  for (const { move, change, rho } of steps)
    addScaled(direction, move, (factors.pop() ?? 0) - rho * dot(change, direction));
  return direction;
}

type Place = { point: Float64Array; value: number; gradient: Float64Array };

function searchLine(
  objective: Objective,
  { point, value, gradient, direction }: Place & { direction: Float64Array },
  isFirst: boolean,
): Place | undefined {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return undefined;
  let length = isFirst ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
  for (let tries = 0; tries < 30; tries++, length /= 2) {
    const next = point.slice();
    addScaled(next, direction, length);
    const nextGradient = new Float64Array(point.length);
    const nextValue = objective(next, nextGradient);
    if (nextValue <= value + ARMIJO * length * slope)
      return { point: next, value: nextValue, gradient: nextGradient };
  }
  return undefined;
}

function remember(
  steps: Step[],
  to: Float64Array,
  from: Float64Array,
  newGradient: Float64Array,
  oldGradient: Float64Array,
): void {
  const move = to.map((value, at) => value - (from[at] ?? 0));
  const change = newGradient.map((value, at) => value - (oldGradient[at] ?? 0));
  const curvature = dot(move, change);
  // Rounding could make the curvature of a convex function negative; such a step is not kept.
  if (curvature <= 1e-12) return;
  steps.push({ move, change, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}
