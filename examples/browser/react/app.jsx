/** Measures the emotion in the sound of the microphone, with React. */
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { EmotionClassifier } from 'wav2emo/browser';

const loading = EmotionClassifier.fromBundle('/models/wav2emo-small');

function useEmotion(microphone) {
  const [event, setEvent] = useState();
  useEffect(() => {
    if (!microphone) return undefined;
    const onEvent = (next) => {
      if (next.type === 'measurement' || next.type === 'utterance.end') setEvent(next);
    };
    void loading.then((classifier) => classifier.live(microphone, { onEvent }));
    // The session ends with the tracks of the microphone.
    return () => microphone.getTracks().forEach((track) => track.stop());
  }, [microphone]);
  return event;
}

function App() {
  const [microphone, setMicrophone] = useState();
  const emotion = useEmotion(microphone);
  const start = async () =>
    setMicrophone(await navigator.mediaDevices.getUserMedia({ audio: true }));
  return (
    <main>
      <button onClick={microphone ? () => setMicrophone(undefined) : start}>
        {microphone ? 'Stop' : 'Start'}
      </button>
      <output>{emotion && `${emotion.label} ${emotion.score.toFixed(2)}`}</output>
    </main>
  );
}

createRoot(document.querySelector('#app')).render(<App />);
