import { send } from '../wire/http.js';

/** The values of a scrape, by their series as the text has them: `name{label="value"}`. */
export type Samples = ReadonlyMap<string, number>;

export function readSamples(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** What Prometheus would read of a server. */
export async function scrape(url: string, headers: Record<string, string> = {}): Promise<Samples> {
  const { status, text } = await send(`${url}/metrics`, { headers });
  if (status !== 200) throw new Error(`/metrics answered ${status}: ${text}`);
  return readSamples(text);
}

const OURS = /^(?:mcp|rookery)_/;
const OF_THE_MACHINE = /_bucket\{|_sum\b|_bytes\b/;

/** What our metrics count more, or less, than before; durations and bytes are left out. */
export function changes(before: Samples, after: Samples): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const [series, value] of after) {
    const difference = value - (before.get(series) ?? 0);
    if (OURS.test(series) && !OF_THE_MACHINE.test(series) && difference !== 0) changed[series] = difference;
  }
  return changed;
}

/** The series that counts calls which came out so. */
export function durations(method: string, tool: string, error: string, wire = 'sessionless-post'): string {
  return `mcp_server_operation_duration_seconds_count{mcp_method_name="${method}",gen_ai_tool_name="${tool}",error_type="${error}",wire="${wire}"}`;
}
