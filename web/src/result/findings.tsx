import { isVoidAnswer } from '@engine/findings.js';
import { Alert, List, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ModelEntry, Recognition } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { useModels } from '../state/models-store.ts';
import { findingText } from './finding-words.ts';
import { rankedLabels } from './label-of.ts';

/** Below this distance between the two highest probabilities, the result is open. */
const CLOSE_CALL = 0.1;

/** What makes the result doubtful, in words, with what to do. */
export function Findings({ result }: { readonly result: Recognition }) {
  const { t, language } = useWords();
  const isCalibrated = useModels(({ models }) => models?.some(hasThreshold(result.model)) ?? false);
  const isUncertain = result.findings.some(({ code }) => code === 'uncertain');
  const canCompare = isUncertain && result.comparedWith?.head === 'absolute';
  const isVoid = isVoidAnswer(result.findings);
  const close = !isCalibrated && !isVoid && isCloseCall(result);
  if (result.findings.length === 0 && !close)
    return (
      <Text size="sm" c="var(--quiet)">
        {t('result.noFindings')}
      </Text>
    );
  return (
    <Alert
      color={isVoid ? 'red' : 'orange'}
      variant="light"
      icon={<IconInfoCircle />}
      title={t(isVoid ? 'result.void' : 'result.findings')}
      data-testid="findings"
    >
      <List size="sm" spacing={4}>
        {close && <List.Item data-code="close-call">{t('result.closeCall')}</List.Item>}
        {result.findings.map((finding) => (
          <List.Item key={finding.code} data-code={finding.code}>
            {findingText(finding, language)}
          </List.Item>
        ))}
        {canCompare && <List.Item data-code="compare">{t('result.compareHint')}</List.Item>}
      </List>
    </Alert>
  );
}

/** Whether a model itself reports the finding `uncertain`. */
function hasThreshold(name: string) {
  // A model that compares voices has a threshold for each of its heads.
  return ({ manifest, comparesVoices }: ModelEntry) =>
    manifest?.name === name &&
    (comparesVoices === true || manifest.calibration?.uncertainBelow !== undefined);
}

function isCloseCall(result: Recognition): boolean {
  if (!('probabilities' in result)) return false;
  const [first, second] = rankedLabels(result);
  return first !== undefined && second !== undefined && first.value - second.value < CLOSE_CALL;
}
