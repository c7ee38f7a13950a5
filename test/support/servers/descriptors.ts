import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';

/** How many descriptors a process has open. */
export async function openDescriptors(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** Lets a process that runs open no descriptor from this number on; what is open stays. */
export function limitDescriptors(pid: number, soft: number): void {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${soft}:`]);
}
