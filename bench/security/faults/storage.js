import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf } from '../server.js';
import { classify, clips } from '../../clients.js';
import { inWords, recovers, served, uploadFolders } from './beside.js';
import { onSmallDisk } from './small-disk.js';

/** A part of an hour of PCM, which does not fit on the disk of these tests. */
const LARGE = { name: 'large.wav', bytes: Buffer.alloc(12e6, 1) };

/** What a process may open otherwise. */
const HANDLES = 1024;

/** Uploads that fill the disk, in each of the ways in which they arrive. */
async function fullDisk(folder) {
  return await onSmallDisk(folder, 8, async (place) => {
    const beside = await served(folder, [], { env: { TMPDIR: place } });
    const outcomes = [];
    for (let at = 0; at < 4; at++) {
      outcomes.push((await classify(beside.server.address, { clip: LARGE })).outcome);
      for (const path of ['/api/v1/classify', '/gradio_api/upload'])
        outcomes.push(await sendForm(new URL(path, beside.server.address)));
    }
    const isBack = await recovers(beside);
    await beside.end();
    const left = uploadFolders(place).flatMap(({ files }) => files);
    await beside.server.stop();
    const isGood =
      outcomes.every((each) => each === 507) && isBack && left.length === 0 && allServed(beside);
    const answer = `${outcomes.length} uploads of 12 MB: ${[...new Set(outcomes)].join(', ')}`;
    return {
      isGood,
      outcome: `${answer}; others: ${inWords(beside.outcomes)}; ${left.length} files left`,
    };
  });
}

async function sendForm(address) {
  const body = new FormData();
  body.append('files', new Blob([LARGE.bytes]), 'large.wav');
  const response = await fetch(address, { method: 'POST', body }).catch((error) => error);
  return response.status ?? String(response.cause ?? response);
}

/** The folder of uploads is deleted, as cleaners of temporary files do. */
async function folderGone(folder) {
  const beside = await served(folder);
  for (let at = 0; at < 5; at++) {
    for (const { folder: each } of uploadFolders(folder)) rmSync(each, { recursive: true });
    await sleep(300);
  }
  const isBack = await recovers(beside);
  await beside.end();
  const count = uploadFolders(folder).length;
  await beside.server.stop();
  // A recording that lay in the folder is lost with it, and its client is told.
  const lost = beside.outcomes.filter((each) => each !== 200);
  const isGood =
    isBack && count === 1 && lost.length <= 15 && !lost.some((each) => !(Number(each) < 600));
  return { isGood, outcome: `deleted 5 times: ${inWords(beside.outcomes)}; made again` };
}

/** No file handle is left, in the server and in the process that computes. */
async function noHandles(folder) {
  const beside = await served(folder);
  const { pid, address } = beside.server;
  const limit = (/** @type {number} */ process, /** @type {number} */ count) =>
    execFileSync('prlimit', ['--pid', String(process), `--nofile=${count}:`]);
  const pids = [pid, ...childrenOf(pid)];
  const before = beside.outcomes.length;
  for (const each of pids) limit(each, readdirSync(`/proc/${each}/fd`).length + 4);
  const burst = await Promise.all(
    Array.from({ length: 30 }, () => classify(address, { clip: clips[0] })),
  );
  await sleep(1000);
  for (const each of pids) limit(each, HANDLES);
  const isBack = await recovers(beside);
  await beside.end();
  await beside.server.stop();
  const outcomes = [...burst.map(({ outcome }) => outcome), ...beside.outcomes.slice(before)];
  return {
    isGood: isBack && !outcomes.includes('wrong'),
    outcome: `${inWords(outcomes)}; then all right`,
  };
}

const allServed = ({ outcomes }) => outcomes.every((each) => each === 200);

export const STORAGE = [
  { fault: 'full disk while recordings arrive', needs: 'root', run: fullDisk },
  { fault: 'folder of uploads deleted', run: folderGone },
  { fault: 'no file handles left', run: noHandles },
];
