import type * as Official from '@modelcontextprotocol/sdk/types.js';
import {
  CallToolResultSchema,
  ErrorCode as OfficialErrorCode,
  LoggingLevelSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import {
  type CallToolResult,
  type ContentBlock,
  type ErrorObject,
  ErrorCode,
  type Implementation,
  type InitializeResult,
  LOGGING_LEVELS,
  type LoggingLevel,
  type RequestId,
  SESSION_REVISIONS,
  type ToolDefinition,
} from '../../src/protocol/index.js';

/** An interface as a plain object type, which TypeScript compares with index signatures. */
type Plain<T> = { [Key in keyof T]: T[Key] };

/** Compiles only if every `From` is a `To`. */
type Assignable<From extends To, To> = [From, To];

/** What we send is what the official types say; what tools may return is what they may return there. */
type Checks = [
  Assignable<Plain<CallToolResult>, Official.CallToolResult>,
  Assignable<ContentBlock, Official.ContentBlock>,
  Assignable<Official.ContentBlock, ContentBlock>,
  Assignable<ToolDefinition, Official.Tool>,
  Assignable<Plain<InitializeResult>, Official.InitializeResult>,
  Assignable<Implementation, Official.Implementation>,
  Assignable<ErrorObject, Official.JSONRPCErrorResponse['error']>,
  Assignable<RequestId, Official.RequestId>,
  Assignable<Official.RequestId, RequestId>,
  Assignable<LoggingLevel, Official.LoggingLevel>,
  Assignable<Official.LoggingLevel, LoggingLevel>,
];

describe('Our protocol types', () => {
  it('are assignable to the official ones, or this file does not compile', () => {
    const checks: Checks['length'] = 11;
    expect(checks).toBe(11);
  });

  it('know the revisions, severities and codes of the official ones', () => {
    expect(SUPPORTED_PROTOCOL_VERSIONS).toEqual(expect.arrayContaining([...SESSION_REVISIONS]));
    expect(LOGGING_LEVELS).toEqual(LoggingLevelSchema.options);
    for (const name of [
      'ParseError',
      'InvalidRequest',
      'MethodNotFound',
      'InvalidParams',
      'InternalError',
    ] as const)
      expect(ErrorCode[name]).toBe(OfficialErrorCode[name]);
  });

  it('make results that the official schema takes', () => {
    const content: ContentBlock[] = [
      { type: 'text', text: 'x', annotations: { audience: ['user'], priority: 1 } },
      { type: 'image', data: 'AA==', mimeType: 'image/png' },
      { type: 'audio', data: 'AA==', mimeType: 'audio/wav' },
      { type: 'resource_link', uri: 'file:///a', name: 'a' },
      { type: 'resource', resource: { uri: 'file:///a', text: 'x' } },
    ];
    expect(CallToolResultSchema.parse({ content })).toEqual({ content });
  });
});
