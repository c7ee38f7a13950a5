import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SamplesModule } from '../../src/samples/index.js';
import type { RookeryOptions } from '../../src/service/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { ROOT } from '../support/servers/server-process.js';
import { Collector } from '../support/telemetry/collector.js';
import { post, rpc } from '../support/wire/http.js';

const { version: PACKAGE_VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

/** All that a server says of itself. */
interface Identity {
  /** In `initialize`. */
  readonly serverInfo: object;
  /** There too. */
  readonly instructions: string | undefined;
  /** The version that `GET /health` says. */
  readonly health: string;
  /** `service.name` and `service.version` of its traces. */
  readonly traced: readonly unknown[];
}

async function identityOf(
  environment: NodeJS.ProcessEnv,
  options: Pick<RookeryOptions, 'server'> = {},
): Promise<Identity> {
  await using collector = await Collector.start();
  const { url, rookery } = await startRookery(
    { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...environment },
    SamplesModule,
    options,
  );
  const { json } = await post(`${url}/message`, rpc(1, 'initialize', {}));
  const { serverInfo, instructions } = (json as { result: Identity }).result;
  const health = (await (await fetch(`${url}/health`)).json()) as { version: string };
  await rookery.close();
  const { resource } = await collector.span('initialize');
  const traced = [resource['service.name'], resource['service.version']];
  return { serverInfo, instructions, health: health.version, traced };
}

describe('What a server says of itself', () => {
  it("is the package's name and version", async () => {
    expect(await identityOf({})).toEqual({
      serverInfo: { name: 'rookery', version: PACKAGE_VERSION },
      instructions: undefined,
      health: PACKAGE_VERSION,
      traced: ['rookery', PACKAGE_VERSION],
    });
  });

  it('is what the program says', async () => {
    const server = { name: 'rates', version: '1.4.2', title: 'Rates', instructions: 'Ask for a day' };
    expect(await identityOf({}, { server })).toEqual({
      serverInfo: { name: 'rates', version: '1.4.2', title: 'Rates' },
      instructions: 'Ask for a day',
      health: '1.4.2',
      traced: ['rates', '1.4.2'],
    });
  });

  it('is what the environment says, before what the program says', async () => {
    const environment = {
      SERVER_NAME: 'rates-eu',
      SERVER_VERSION: '1.4.2-eu.1',
      SERVER_TITLE: 'European rates',
      SERVER_INSTRUCTIONS: 'Ask for euros',
    };
    const server = { name: 'rates', version: '1.4.2', title: 'Rates', instructions: 'Ask for a day' };
    expect(await identityOf(environment, { server })).toEqual({
      serverInfo: { name: 'rates-eu', version: '1.4.2-eu.1', title: 'European rates' },
      instructions: 'Ask for euros',
      health: '1.4.2-eu.1',
      traced: ['rates-eu', '1.4.2-eu.1'],
    });
  });

  it('takes from the program what the environment leaves out', async () => {
    const identity = await identityOf({ SERVER_VERSION: '1.4.3' }, { server: { name: 'rates' } });
    expect(identity).toMatchObject({
      serverInfo: { name: 'rates', version: '1.4.3' },
      traced: ['rates', '1.4.3'],
    });
  });

  it('is in traces what OpenTelemetry reads itself, if that is set', async () => {
    process.env['OTEL_RESOURCE_ATTRIBUTES'] = 'service.version=7';
    try {
      expect(await identityOf({ SERVER_VERSION: '1.4.3' })).toMatchObject({ traced: ['rookery', '7'] });
    } finally {
      delete process.env['OTEL_RESOURCE_ATTRIBUTES'];
    }
  });
});
