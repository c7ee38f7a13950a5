import { custom, oneOf } from './variable.js';

const SAMPLERS = [
  ...(['always_on', 'always_off', 'traceidratio'] as const),
  ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
] as const;

export const TRACES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: custom('an http or https URL such as http://localhost:4318', readEndpoint, {
    fallback: undefined,
    description:
      'Turns traces on: they are sent to `/v1/traces` below this URL, by OTLP over HTTP in JSON. Headers, timeout, compression and certificates of the exporter, service name and resource attributes are read by OpenTelemetry itself, from its usual variables.',
  }),
  OTEL_TRACES_SAMPLER: oneOf(SAMPLERS, {
    fallback: 'parentbased_always_on',
    description:
      'Which traces are kept. The `parentbased_` ones leave that to a caller that has a trace already.',
  }),
  OTEL_TRACES_SAMPLER_ARG: custom('a number from 0 to 1', readRatio, {
    fallback: 1,
    description: 'The share of traces that the `traceidratio` samplers keep.',
  }),
} as const;

function readEndpoint(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return /^https?:$/.test(url.protocol) && isPlain ? url : undefined;
}

function readRatio(value: string): number | undefined {
  const ratio = Number(value);
  return /^\d*\.?\d+$/.test(value) && ratio <= 1 ? ratio : undefined;
}
