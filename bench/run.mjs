import { writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { contestantOf, contestantsOf, WIRES } from './contestants.mjs';
import { parseOptions, SCENARIOS, UsageError } from './options.mjs';
import { choosePinning, pinClient } from './pinning.mjs';
import { checkOutRevision } from './revision.mjs';
import { runScenario } from './rounds.mjs';
import { broadcast } from './scenarios/broadcast.mjs';
import { calls } from './scenarios/calls.mjs';
import { churn } from './scenarios/churn.mjs';
import { idle } from './scenarios/idle.mjs';
import { start } from './scenarios/start.mjs';
import { stoppedReader } from './scenarios/stopped-reader.mjs';
import { chooseSizes } from './sizes.mjs';
import { renderRatios, renderTable } from './table.mjs';

const TABLES = {
  calls: [calls],
  idle: [idle],
  churn: [churn],
  start: [start],
  many: [broadcast, stoppedReader],
};

const USAGE = `usage: npm run bench -- [${SCENARIOS.join(' ')}] [--wire ${WIRES.join('|')}] [--rounds N] [--seconds S]
       [--only ${[...new Set(WIRES.flatMap(contestantsOf))].join(',')}]
       [--compare REVISION] [--header 'Name: value']... [--env NAME=value]... [--json FILE] [--quick]`;

async function main() {
  const options = parseOptions(process.argv.slice(2));
  const contestants = options.contestants.map((name) => contestantOf(name, options));
  if (options.compare !== undefined) contestants.push(checkOutRevision(options.compare, options));

  const pinning = choosePinning();
  if (pinning) pinClient(pinning);
  const machine = describeMachine(pinning);
  const { sizes, shortOf } = chooseSizes(options.quick);
  for (const line of [machine.text, `Over ${options.wire}.`, shortOf]) if (line) console.log(line);

  const bench = { ...options, sizes, pinning, progress: showProgress };
  const rows = [];
  for (const scenario of options.scenarios.flatMap((name) => TABLES[name])) {
    const found = await runScenario(scenario, contestants, bench);
    if (found.length === 0) continue;
    rows.push(...found);
    showProgress('');
    console.log(`\n${scenario.title}\n\n${renderTable(scenario.columns, found)}`);
    const ratios = renderRatios(scenario.columns, found);
    if (ratios) console.log(`\n${ratios}`);
  }
  if (options.json) writeFileSync(options.json, renderJson({ machine, options, shortOf, rows }));
}

function describeMachine(pinning) {
  const cores = cpus();
  const system = `${type()} ${release()}`;
  const pinned = pinning
    ? `server pinned to core ${pinning.server}, load to core ${pinning.client}`
    : 'nothing pinned to a core';
  const model = cores[0]?.model.trim() ?? 'unknown processor';
  const text = `Node ${process.version}, ${system}, ${cores.length} cores (${model}); ${pinned}.`;
  return { text, node: process.version, system, cores: cores.length, model, pinned: pinning !== undefined };
}

/** Without the values of headers and variables, which may be secrets. */
function renderJson({ options, ...rest }) {
  const headers = options.headers.map((line) => line.split(':', 1)[0]);
  const environment = Object.keys(options.environment);
  return `${JSON.stringify({ ...rest, options: { ...options, headers, environment } }, null, 2)}\n`;
}

/** One line that is written over, on a terminal only. */
function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  showProgress('');
  console.error(error instanceof UsageError ? `${error.message}.\n${USAGE}` : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
