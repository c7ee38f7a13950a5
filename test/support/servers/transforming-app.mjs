// A Nest app of its own with the built server in it, and a tool whose transforms give promises. Nothing else in it catches
// a rejection that nobody waits for.
import 'reflect-metadata';
import { ConsoleLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transform } from 'class-transformer';
import { IsString } from 'class-validator';
import { McpModule, Tool } from '../../../dist/index.js';

class Greeting {}
for (const [name, read] of [
  ['rejected', async () => Promise.reject(new Error('secret'))],
  ['resolved', async ({ value }) => value.trim()],
]) {
  Reflect.defineMetadata('design:type', String, Greeting.prototype, name);
  IsString()(Greeting.prototype, name);
  Transform(read)(Greeting.prototype, name);
}

class GreetingTools {
  greet() {
    return 'hello';
  }
}
Reflect.defineMetadata('design:paramtypes', [Greeting], GreetingTools.prototype, 'greet');
Tool()(GreetingTools.prototype, 'greet', Object.getOwnPropertyDescriptor(GreetingTools.prototype, 'greet'));

class App {}
Module({ imports: [McpModule.forRoot()], providers: [GreetingTools] })(App);

const app = await NestFactory.create(App, { logger: new ConsoleLogger({ json: true }) });
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ msg: `Listening on ${await app.getUrl()}, an app` }));
