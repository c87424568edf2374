const { randomUUID } = require('node:crypto');
const { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { processIdentity } = require('./process-identity.js');

const POLL_MS = 100;
const BREAKING_TAKES_MS = 10_000;

/** Takes the lock, or answers who has it. A lock whose holder died counts as free. */
function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    if (createWhole(path)) return { release: () => rmSync(path, { force: true }) };
    const holder = readHolder(path);
    if (holder === undefined) continue; // let go just now
    if (processIdentity(holder.pid) === holder.identity) return { heldBy: holder.pid };
    if (!breakStale(path, holder)) return { heldBy: holder.pid };
  }
}

/** Waits for the lock, works, and lets go. */
async function withLock(path, work, onWait = () => undefined) {
  let lock = tryLock(path);
  if (lock.release === undefined) onWait(lock.heldBy);
  while (lock.release === undefined) {
    await sleep(POLL_MS);
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Linking makes the file appear with its content: nobody ever reads half a holder. */
function createWhole(path) {
  const draft = `${path}.${randomUUID()}`;
  const holder = { pid: process.pid, identity: processIdentity(process.pid), id: randomUUID() };
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a dead holder. The right to do so is itself taken by creating a file that is
 * named after that holder, so that a slow second breaker cannot remove the next holder's lock.
 */
function breakStale(path, holder) {
  const claim = `${path}.stale-${holder.id}`;
  try {
    writeFileSync(claim, '', { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    // Somebody breaks it now, or died in the middle of breaking it.
    if (ageMs(claim) > BREAKING_TAKES_MS) rmSync(claim, { force: true });
    return false;
  }
  if (readHolder(path)?.id === holder.id) rmSync(path);
  rmSync(claim, { force: true });
  return true;
}

function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

module.exports = { tryLock, withLock };
