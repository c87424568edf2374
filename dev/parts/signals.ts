/** Sends a signal to a process that may have ended by itself just now. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone in the meantime
  }
}

/** Kills a process that leads a group, with the children that it started and did not stop. */
export function killGroup(pid: number): void {
  signalProcess(-pid, 'SIGKILL');
}
