import { readFile } from 'node:fs/promises';
import { loadRecording } from '../src/audio/node.js';
import { analyseConversation } from '../src/conversation/index.js';
import { describeMoment } from '../src/conversation/segments/describe-moment.js';
import { openModel } from '../src/node/index.js';
import { prepareBundle } from '../src/node/index.js';
const clip=async(n:string)=>(await loadRecording(new Blob([await readFile(`examples/audio/${n}.flac`)]))).samples;
const nw=await clip('neutral-woman'), aw=await clip('angry-woman'), nm=await clip('neutral-man'), sw=await clip('sad-woman');
const N=60*16000; const left=new Float32Array(N), right=new Float32Array(N);
const put=(t:Float32Array,c:Float32Array,at:number,g=1)=>{for(let i=0;i<c.length;i++) {const k=Math.round(at*16000)+i; if(k<t.length) t[k]!+=g*c[i]!;}};
put(left,nw,1);put(right,nw,1,.1); put(right,nm,5);put(left,nm,5.01,.1); put(left,aw,9);put(left,aw,11);put(left,aw,13.5); put(right,nm,14.5); put(right,nm,20);put(left,sw,25);put(left,sw,29);put(right,nm,40);
const bundle=await prepareBundle({});
const model=await openModel(bundle);
let t=performance.now();
async function* pieces(){ yield [left,right]; }
for await (const e of analyseConversation(model,{sampleRate:16000,pieces:pieces()},{})) {
  if(e.kind==='result'){ const c=e.conversation; console.log(JSON.stringify(c.speakers.map(s=>[s.id,s.speech.map(x=>[x.start.toFixed(2),x.end.toFixed(2)].join('-')).join(' ')]))); for(const s of c.segments) console.log(s.start.toFixed(2),s.end.toFixed(2),s.speaker,s.label,s.score.toFixed(2)); for(const m of c.moments) console.log(m.start.toFixed(2),m.end.toFixed(2),describeMoment(m,c)); console.log(JSON.stringify(c.summary,null,1)); }
  else console.log(e.kind, e.kind==='progress'?e.seconds:e.segments.length);
}
console.log(performance.now()-t,'ms');
await model.dispose();
