import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import { cosineClassifier } from '../ecapa/classifier.js';
import { ecapaFeatures, ecapaTdnn } from '../ecapa/ecapa-tdnn.js';
import { ecapaMinimumSamples } from '../ecapa/ecapa-settings.js';
import { type Architecture, checkLabels } from './model-plan.js';
import { ModuleScope } from '../layers/module-scope.js';
import { readEcapaSettings } from './speechbrain-ecapa-settings.js';
import { moduleWeights, requireModule } from './hparams-module.js';

/**
 * Reads a SpeechBrain folder of an ECAPA-TDNN classifier. The probabilities are the softmax of `scale`
 * times the cosines; `scale` is a key of hyperparams.yaml, default 30.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function speechBrainEcapa(checkpoint: SpeechBrainCheckpoint): Architecture {
  const settings = readEcapaSettings(checkpoint);
  checkLabels(checkpoint.labels, settings.classes);
  const weightsOf = (className: string, known: string) =>
    moduleWeights(checkpoint, requireModule(checkpoint, className), known);
  const network = weightsOf('ECAPA_TDNN', 'fc.conv.weight');
  const classifier = weightsOf('Classifier', 'weight');
  return {
    description: {
      architecture: 'ecapa-tdnn',
      task: 'classification',
      labels: checkpoint.labels,
      settings,
      embeddingSize: settings.linNeurons,
      minimumSamples: ecapaMinimumSamples(settings),
      normalisation: settings.stdNorm ? 'features-mean-std' : 'features-mean',
    },
    weights: [network, classifier],
    // The convolutions have no fast int8 kernel, and the filter bank needs the range of float32.
    precisions: ['fp32', 'int8-weights'],
    write: (graph, waveform, strategies) => {
      const features = ecapaFeatures(graph, waveform, settings);
      const net = new ModuleScope(graph.at('ecapa'), network, strategies.tdnn);
      const embedding = ecapaTdnn(net, features, settings);
      const head = new ModuleScope(graph.at('classifier'), classifier, strategies.head);
      return { embedding, logits: cosineClassifier(head, embedding, settings) };
    },
  };
}
