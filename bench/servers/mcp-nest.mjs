// MCP-Nest on Nest and Express, as its documentation sets it up; its logs are off.
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { McpModule, McpTransportType, Tool } from '@rekog/mcp-nest';
import { z } from 'zod';

class EchoTool {
  echo({ message }) {
    return { content: [{ type: 'text', text: message }] };
  }
}
Injectable()(EchoTool);
Tool({ name: 'echo', description: 'Say a message back', parameters: z.object({ message: z.string() }) })(
  EchoTool.prototype,
  'echo',
  Object.getOwnPropertyDescriptor(EchoTool.prototype, 'echo'),
);

class AppModule {}
Module({
  imports: [
    McpModule.forRoot({
      name: 'mcp-nest',
      version: '1.0.0',
      transport: McpTransportType.SSE,
      logging: false,
    }),
  ],
  providers: [EchoTool],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
