// Tools as a careless or hostile author writes them.
import 'reflect-metadata';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { McpContext, Tool, ToolError, ToolRegistry } from '../../../dist/index.js';

const NO_INPUT = { type: 'object', additionalProperties: false };
const TEXT = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };

export class MisbehavingTools {
  guardedRuns = 0;
  running = new Set();

  constructor(registry) {
    this.registry = registry;
  }

  throws() {
    throw new Error('canary-of-an-error in /etc/passwd');
  }

  async rejects() {
    throw new Error('canary-of-an-error in /etc/passwd');
  }

  throwsNothing() {
    throw undefined;
  }

  throwsCycle() {
    const thrown = { canary: 1n };
    thrown.self = thrown;
    throw thrown;
  }

  throwsMuch() {
    throw new Error(`\u001b[31mred\u001b[0m\n{"level":"fatal"}\r\n${'x'.repeat(1_000_000)}`);
  }

  never() {
    return new Promise(() => {});
  }

  /** Its own promise fails, and nobody looks after it. */
  strays() {
    void Promise.reject(new Error('a stray rejection'));
    return 'done';
  }

  huge() {
    return 'x'.repeat(100_000_000);
  }

  hugeObject() {
    return { rows: Array.from({ length: 100 }, () => 'x'.repeat(1_000_000)) };
  }

  cyclic() {
    const self = {};
    self.self = self;
    return self;
  }

  bigint() {
    return { count: 1n };
  }

  /** Of its scope alone. */
  scoped() {
    return 'canary-of-a-scope';
  }

  /** Of its scope alone, with an argument that clients repeat in a header. */
  routed() {
    return 'canary-of-a-scope';
  }

  nothing() {}

  bulk() {
    return 'x'.repeat(900_000);
  }

  /** An object that calls itself a content block of a type that its caller chooses. */
  typed({ text }) {
    return { type: text };
  }

  /** A list of one of three kinds of objects, which zod tries one after the other. */
  chooses({ list }) {
    return list.length;
  }

  guarded() {
    return ++this.guardedRuns;
  }

  runs() {
    return this.guardedRuns;
  }

  /** Says a text in every way that reaches the client: progress, a log message, the result. */
  tells({ text }, context) {
    context.progress(1, 2, text);
    context.log('error', { text }, text);
    return { text };
  }

  /** Runs until nobody waits for it; `waiting` says how many do. */
  waits({ text }, { signal }) {
    this.running.add(text);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.running.delete(text);
        resolve('aborted');
      });
    });
  }

  waiting() {
    return [...this.running].join();
  }

  /** Changes the list of tools, again and again, by what clients see nothing of: the log has no line of it. */
  async changes({ count }) {
    const same = { name: 'changing', input: NO_INPUT, call: () => 'changed' };
    this.registry.register(same);
    for (let done = 0; done < count; done++) {
      this.registry.replace(same);
      // Those who listen hear of it meanwhile.
      if (done % 100 === 0) await nextTurn();
    }
    this.registry.remove('changing');
    return 'done';
  }

  /** Registers, replaces or removes a tool, as a plugin that is loaded at run time does. */
  plugin({ act, name, description, input }) {
    try {
      if (act === 'remove') return String(this.registry.remove(name));
      this.registry[act]({ name, description, input: input ?? NO_INPUT, call: () => 'from a plugin' });
      return 'done';
    } catch (error) {
      throw new ToolError(`${error.name}: ${error.message}`);
    }
  }
}
Reflect.defineMetadata('design:paramtypes', [ToolRegistry], MisbehavingTools);

const GUARDED = {
  type: 'object',
  properties: { count: { type: 'integer', minimum: 1, maximum: 3 } },
  required: ['count'],
  additionalProperties: false,
};
const KINDS = ['a', 'b', 'c'].map((key) => z.object({ [key]: z.string() }));
const CHOICES = z.object({ list: z.array(z.union(KINDS)) });
const INPUTS = {
  chooses: CHOICES,
  guarded: GUARDED,
  tells: TEXT,
  typed: TEXT,
  waits: TEXT,
  plugin: { type: 'object' },
  changes: { type: 'object' },
  routed: { type: 'object', properties: { place: { type: 'string', 'x-mcp-header': 'Canary-Place' } } },
};
const SCOPES = { scopes: process.env.TOOL_SCOPES?.split(' ') };
const OPTIONS = { never: { timeoutMs: 300 }, scoped: SCOPES, routed: SCOPES };

for (const name of Object.getOwnPropertyNames(MisbehavingTools.prototype)) {
  if (name === 'constructor') continue;
  const { prototype } = MisbehavingTools;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  const parameters = INPUTS[name] ? [Object, Object].slice(0, descriptor.value.length) : [];
  Reflect.defineMetadata('design:paramtypes', parameters, prototype, name);
  if (parameters.length > 1) McpContext()(prototype, name, 1);
  Tool({ input: INPUTS[name], ...OPTIONS[name] })(prototype, name, descriptor);
}
