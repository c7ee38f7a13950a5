import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { MCP_STRATEGY, McpController, McpStrategy, StreamableHttpTransport, Tool } from 'mcp-nest-2';
import { z } from 'zod';

class EchoController {
  echo({ message }) {
    return { content: [{ type: 'text', text: message }] };
  }
}
McpController()(EchoController);
Tool({ name: 'echo', description: 'Say a message back', parameters: z.object({ message: z.string() }) })(
  EchoController.prototype,
  'echo',
  Object.getOwnPropertyDescriptor(EchoController.prototype, 'echo'),
);
Payload()(EchoController.prototype, 'echo', 0);

/**
 * The second major of MCP-Nest on Nest and Express, as its documentation sets it up; its logs are off.
 * @param {boolean} statefulMode whether clients of older revisions have sessions
 */
export async function serveMcpNest(statefulMode) {
  const mcp = new McpStrategy({
    name: 'mcp-nest-2',
    version: '1.0.0',
    transports: [new StreamableHttpTransport({ statefulMode })],
  });

  class AppModule {}
  Module({ controllers: [EchoController], providers: [{ provide: MCP_STRATEGY, useValue: mcp }] })(AppModule);

  const app = await NestFactory.create(AppModule, { logger: false });
  mcp.setHttpAdapter(app.getHttpAdapter());
  app.connectMicroservice({ strategy: mcp });
  await app.startAllMicroservices();
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}
