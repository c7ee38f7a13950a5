import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import {
  Complete,
  type CompletionRequest,
  content,
  type ContentBlock,
  McpContext,
  Prompt,
  type PromptMessage,
  PromptRegistry,
  Tool,
  ToolError,
  ToolRegistry,
  userMessage,
} from '../../src/index.js';
import { ConformanceResources, PNG } from './fixture-resources.js';

/** A sound without samples. */
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';

/** Between two messages of one call, as the suite asks for. */
const PAUSE_MS = 50;

/** The tool that comes and goes. */
const ADDED_TOOL = 'zz_added_tool';

const JSON_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

const HEADER_SCHEMA = {
  type: 'object' as const,
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
};

/** The tools that the official conformance suite calls. */
@Injectable()
class ConformanceTools {
  constructor(private readonly tools: ToolRegistry) {}

  @Tool({ name: 'test_simple_text', description: 'Returns text' })
  simpleText(): string {
    return 'This is a simple text response for testing.';
  }

  @Tool({ name: 'test_image_content', description: 'Returns an image' })
  image(): ContentBlock {
    return content.image(Buffer.from(PNG, 'base64'), 'image/png');
  }

  @Tool({ name: 'test_audio_content', description: 'Returns audio' })
  audio(): ContentBlock {
    return content.audio(Buffer.from(WAV, 'base64'), 'audio/wav');
  }

  @Tool({ name: 'test_embedded_resource', description: 'Returns a resource' })
  embeddedResource(): ContentBlock {
    return content.embeddedResource(
      'test://embedded-resource',
      'This is an embedded resource content.',
      'text/plain',
    );
  }

  @Tool({ name: 'test_multiple_content_types', description: 'Returns several kinds of content' })
  mixed(): ContentBlock[] {
    return [
      content.text('Multiple content types test:'),
      this.image(),
      content.embeddedResource(
        'test://mixed-content-resource',
        '{"test":"data","value":123}',
        'application/json',
      ),
    ];
  }

  @Tool({ name: 'test_tool_with_logging', description: 'Logs while it runs' })
  async logging(@McpContext() context: McpContext): Promise<string> {
    for (const message of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      context.log('info', message);
      await delay(PAUSE_MS);
    }
    return 'Tool with logging executed successfully';
  }

  @Tool({ name: 'test_tool_with_progress', description: 'Says how far it is' })
  async progress(@McpContext() context: McpContext): Promise<string> {
    for (const done of [0, 50, 100]) {
      context.progress(done, 100, `Completed step ${done} of 100`);
      await delay(PAUSE_MS);
    }
    return 'Tool with progress executed successfully';
  }

  @Tool({ name: 'test_error_handling', description: 'Fails on purpose' })
  fail(): never {
    throw new ToolError('This tool intentionally returns an error for testing');
  }

  @Tool({ name: 'test_reconnection', description: 'Ends its stream, and lets the client come back' })
  async reconnection(@McpContext() context: McpContext): Promise<string> {
    context.closeStream(500);
    await delay(PAUSE_MS);
    return 'Reconnection test completed';
  }

  @Tool({
    name: 'test_missing_capability',
    description: 'Needs a client that samples',
    requiredCapabilities: { sampling: {} },
  })
  missingCapability(): string {
    return 'The client samples';
  }

  @Tool({ name: 'test_streaming_elicitation', description: 'Says how far it is, and asks nothing' })
  async streaming(@McpContext() context: McpContext): Promise<string> {
    return await this.progress(context);
  }

  @Tool({ name: 'test_logging_tool', description: 'Logs while it runs' })
  async loggingTool(@McpContext() context: McpContext): Promise<string> {
    return await this.logging(context);
  }

  @Tool({ name: 'test_trigger_tool_change', description: 'Changes the list of tools' })
  changeTools(): string {
    if (!this.tools.remove(ADDED_TOOL))
      this.tools.register({ name: ADDED_TOOL, description: 'Comes and goes', call: () => 'added' });
    return 'The list of tools is another one';
  }

  @Tool({ name: 'test_header_parameter', description: 'Is called with a header', input: HEADER_SCHEMA })
  headerParameter(input: object): object {
    return input;
  }

  @Tool({ name: 'json_schema_2020_12_tool', description: 'Has a JSON Schema', input: JSON_SCHEMA })
  jsonSchema(input: object): object {
    return input;
  }
}

/** The prompt that comes and goes. */
const ADDED_PROMPT = 'zz_added_prompt';

const ARGUMENTS_SCHEMA = {
  type: 'object' as const,
  properties: {
    arg1: { type: 'string', description: 'First test argument' },
    arg2: { type: 'string', description: 'Second test argument' },
  },
  required: ['arg1', 'arg2'],
};

const RESOURCE_SCHEMA = {
  type: 'object' as const,
  properties: { resourceUri: { type: 'string', description: 'URI of the resource to embed' } },
  required: ['resourceUri'],
};

/** The prompts that it gets, and completes. */
@Injectable()
class ConformancePrompts {
  constructor(private readonly prompts: PromptRegistry) {}

  @Prompt({ name: 'test_simple_prompt', description: 'A prompt without arguments' })
  simple(): string {
    return 'This is a simple prompt for testing.';
  }

  @Prompt({
    name: 'test_prompt_with_arguments',
    description: 'A prompt with arguments',
    input: ARGUMENTS_SCHEMA,
  })
  withArguments({ arg1, arg2 }: { arg1: string; arg2: string }): string {
    return `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`;
  }

  @Prompt({
    name: 'test_prompt_with_embedded_resource',
    description: 'A prompt with a resource',
    input: RESOURCE_SCHEMA,
  })
  withResource({ resourceUri }: { resourceUri: string }): PromptMessage[] {
    return [
      userMessage(
        content.embeddedResource(resourceUri, 'Embedded resource content for testing.', 'text/plain'),
      ),
      userMessage('Please process the embedded resource above.'),
    ];
  }

  @Prompt({ name: 'test_prompt_with_image', description: 'A prompt with an image' })
  withImage(): PromptMessage[] {
    return [
      userMessage(content.image(Buffer.from(PNG, 'base64'), 'image/png')),
      userMessage('Please analyze the image above.'),
    ];
  }

  @Complete({ prompt: 'test_prompt_with_arguments', argument: 'arg1' })
  arg1({ value }: CompletionRequest): string[] {
    return ['paris', 'park', 'party'].filter((word) => word.startsWith(value));
  }

  @Tool({ name: 'test_trigger_prompt_change', description: 'Changes the list of prompts' })
  changePrompts(): string {
    if (!this.prompts.remove(ADDED_PROMPT))
      this.prompts.register({ name: ADDED_PROMPT, description: 'Comes and goes', get: () => 'added' });
    return 'The list of prompts is another one';
  }
}

/** What `npm run conformance:serve` serves: a module as a user writes one. */
@Module({ providers: [ConformanceTools, ConformancePrompts, ConformanceResources] })
export class ConformanceModule {}
