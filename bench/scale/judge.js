import { isRight } from './clients.js';

/** Says in words what must not be. */
export function judge({ jobs, records, expected, atEnd, left, processes, hasServer }) {
  const stayed = records.filter((record) => !record.left);
  const lost = stayed.filter(({ outcome }) => outcome !== 'answered');
  const answered = records.filter(({ outcome }) => outcome === 'answered');
  const mixedUp = answered.filter((record) => !isRight(record, expected));
  const reasons = [...new Set(lost.map(({ outcome }) => outcome))].join(', ');
  return [
    ...(records.length === jobs ? [] : [`${jobs - records.length} clients never came back`]),
    ...(lost.length === 0 ? [] : [`${lost.length} recordings without a result (${reasons})`]),
    ...(mixedUp.length === 0 ? [] : [`${mixedUp.length} results differ from those without faults`]),
    ...(left.files === 0 ? [] : [`${left.files} files left in the store`]),
    ...(left.jobs === left.failed ? [] : [`${left.jobs - left.failed} keys of jobs left in Redis`]),
    ...(atEnd.failed === 0
      ? []
      : [`${atEnd.failed} jobs among the failed ones, although all can be computed`]),
    ...(hasServer ? [] : ['the server ended']),
    ...(processes.length === 0
      ? []
      : [`${processes.length} processes left: ${processes.join('; ')}`]),
  ];
}

/** How often workers computed a recording that another had computed before. */
export function countRepeats(outcomes) {
  const answered = [...outcomes.values()].map((each) => each.answered ?? 0);
  return answered.filter((count) => count > 1).length;
}
