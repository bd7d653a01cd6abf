import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import { cosineClassifier } from '../ecapa/classifier.js';
import { ecapaFeatures, ecapaTdnn } from '../ecapa/ecapa-tdnn.js';
import { ecapaMinimumSamples } from '../ecapa/ecapa-settings.js';
import { type Architecture, checkLabels } from './model-plan.js';
import { Net } from '../layers/module-scope.js';
import { readEcapaSettings } from './speechbrain-ecapa-settings.js';
import { needPart, partWeights, storeOf } from './hparams-module.js';
import type { Weights } from '../layers/model-weights.js';

/**
 * Understands a SpeechBrain folder of an ECAPA-TDNN classifier. The probabilities are the softmax
 * of `scale` times the cosines, where `scale` is a key of hyperparams.yaml, default 30.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function speechBrainEcapa(checkpoint: SpeechBrainCheckpoint): Architecture {
  const settings = readEcapaSettings(checkpoint);
  checkLabels(checkpoint.labels, settings.classes);
  const network = weightsOf(checkpoint, 'ECAPA_TDNN');
  const classifier = weightsOf(checkpoint, 'Classifier');
  return {
    architecture: 'ecapa-tdnn',
    task: 'classification',
    labels: checkpoint.labels,
    settings,
    embeddingSize: settings.linNeurons,
    minimumSamples: ecapaMinimumSamples(settings),
    normalisation: settings.stdNorm ? 'features-mean-std' : 'features-mean',
    weights: [network, classifier],
    write: (graph, waveform, matrices) => {
      const features = ecapaFeatures(graph, waveform, settings);
      const net = new Net(graph.at('ecapa'), network, matrices.tdnn);
      const embedding = ecapaTdnn(net, features, settings);
      const scope = new Net(graph.at('classifier'), classifier, matrices.head);
      return { embedding, logits: cosineClassifier(scope, embedding, settings) };
    },
  };
}

function weightsOf(checkpoint: SpeechBrainCheckpoint, className: string): Weights {
  return partWeights(storeOf(checkpoint, needPart(checkpoint, className)));
}
