/**
 * How much of everything.
 * @typedef {object} Sizes
 * @property {readonly { sessions: number, inFlight: number }[]} shapes of the load of calls
 * @property {number} warmUpCalls before each measured window, on a server that was just started
 * @property {readonly number[]} idle numbers of idle sessions at which memory is read, rising
 * @property {{ warmUp: number, counted: number }} churn sessions opened and closed
 * @property {number} broadcastStreams
 * @property {number} broadcasts
 * @property {number} stoppedAmong sessions besides the one whose client stops reading
 */

/** @type {Sizes} */
const FULL = {
  shapes: [
    { sessions: 50, inFlight: 1 },
    { sessions: 200, inFlight: 4 },
    { sessions: 1, inFlight: 1 },
  ],
  warmUpCalls: 3_000,
  idle: [1_000, 10_000],
  churn: { warmUp: 2_000, counted: 5_000 },
  broadcastStreams: 10_000,
  broadcasts: 5,
  stoppedAmong: 1_000,
};

/** Enough to see that everything works; its figures mean nothing. @type {Sizes} */
const QUICK = {
  shapes: [
    { sessions: 5, inFlight: 1 },
    { sessions: 5, inFlight: 4 },
    { sessions: 1, inFlight: 1 },
  ],
  warmUpCalls: 50,
  idle: [50, 200],
  churn: { warmUp: 50, counted: 100 },
  broadcastStreams: 100,
  broadcasts: 2,
  stoppedAmong: 20,
};

/** Open files of a process besides its sessions. */
const OTHER_FILES = 100;

/**
 * @param {boolean} quick
 * @returns {{ sizes: Sizes, shortOf?: string }} with fewer sessions, and why, where this machine allows too few open files
 */
export function chooseSizes(quick) {
  const sizes = quick ? QUICK : FULL;
  const files = openFilesLimit();
  const most = files - OTHER_FILES;
  if (sizes.idle.at(-1) <= most) return { sizes };
  return {
    sizes: {
      ...sizes,
      idle: [...new Set(sizes.idle.map((count) => Math.min(count, most)))],
      broadcastStreams: Math.min(sizes.broadcastStreams, most),
      stoppedAmong: Math.min(sizes.stoppedAmong, most),
    },
    shortOf: `A process may open ${files} files only (ulimit -n), so there are ${most} sessions at most instead of ${sizes.idle.at(-1)}.`,
  };
}

/** Node raises its own limit to the hard one, and what it starts inherits that. */
function openFilesLimit() {
  const limit = process.report.getReport().userLimits?.open_files.soft ?? 'unlimited';
  return limit === 'unlimited' ? Infinity : Number(limit);
}
