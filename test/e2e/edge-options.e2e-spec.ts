import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { McpModule } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { post, rpc } from '../support/wire/http.js';

function createApp(allowedOrigins: string[]): Promise<NestExpressApplication> {
  @Module({
    imports: [McpModule.forRoot({ aliases: ['/message'], edge: { allowedOrigins } }), SamplesModule],
  })
  class App {}
  return NestFactory.create<NestExpressApplication>(App, { logger: false, abortOnError: false });
}

describe('edge.allowedOrigins of McpModule', () => {
  it('lets the listed origin of an app in, and no page whose origin is opaque', async () => {
    const app = await createApp(['tauri://localhost', 'chrome-extension://abcdefghijklmnop']);
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/message`;
    const answered = async (origin: string): Promise<unknown[]> => {
      const { status, headers } = await post(url, rpc(1, 'ping'), { origin });
      return [status, headers['access-control-allow-origin']];
    };
    for (const origin of ['tauri://localhost', 'chrome-extension://abcdefghijklmnop'])
      expect(await answered(origin)).toEqual([200, origin]);
    for (const origin of ['null', 'tauri://evil', 'chrome-extension://evil'])
      expect(await answered(origin)).toEqual([403, undefined]);
    await app.close();
  });

  it.each(['null', 'https://*.com', 'data:text/html,x', 'https://app.example/path'])(
    'fails the boot for %s, with the sentence to act on',
    async (origin) => {
      const sentence = `"${origin}" is not an origin that can be allowed. Write scheme://host[:port]`;
      await expect(createApp([origin])).rejects.toThrow(sentence);
    },
  );
});
