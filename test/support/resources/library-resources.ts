import { Readable } from 'node:stream';
import { Injectable, Module } from '@nestjs/common';
import { IsBoolean, IsInt, IsOptional, Max } from 'class-validator';
import { McpContext, Resource, type ListedResource, ResourceTemplate } from '../../../src/index.js';

class PostsVariables {
  @IsInt() @Max(1000) id!: number;
  @IsOptional() @IsInt() page?: number;
  @IsOptional() @IsBoolean() drafts?: boolean;
}

/** Resources of every kind. */
@Injectable()
class LibraryResources {
  @Resource('config://app', {
    title: 'Configuration',
    description: 'What the app is set to',
    annotations: { audience: ['user'], priority: 0.5, lastModified: '2026-01-31T12:00:00Z' },
    size: 13,
    icons: [{ src: 'https://example.com/i.png' }],
    _meta: { 'example.com/team': 'a' },
    ttlMs: 5000,
    cacheScope: 'public',
  })
  config(): object {
    return { dark: true };
  }

  @Resource('text://hello', { mimeType: 'text/markdown' })
  hello(): string {
    return '# Hello';
  }

  @Resource('bytes://pixel', { mimeType: 'image/png' })
  pixel(): Buffer {
    return Buffer.from('png');
  }

  @Resource('bytes://table', { mimeType: 'text/csv' })
  table(): Uint8Array {
    return new TextEncoder().encode('a,b');
  }

  @Resource('bytes://unknown')
  unknown(): Uint8Array {
    return new Uint8Array([0, 255]);
  }

  @Resource('stream://lines')
  lines(): Readable {
    return Readable.from(['one\n', 'two\n']);
  }

  @Resource('stream://bytes')
  async bytes(): Promise<AsyncIterable<Uint8Array>> {
    return Promise.resolve(Readable.from([Buffer.from('a'), Buffer.from('b')]));
  }

  @Resource('several://all')
  several(): object[] {
    return [
      { uri: 'several://all/text', mimeType: 'text/plain', text: 'one' },
      { uri: 'several://all/bytes', blob: Buffer.from('two'), _meta: { 'example.com/part': 2 } },
    ];
  }

  @ResourceTemplate('users://{id}/posts{?page,drafts}', { description: 'Posts of a user', list: 'users' })
  posts({ id, page, drafts }: PostsVariables, @McpContext() { revision }: McpContext): object | undefined {
    return id === 404 ? undefined : { id, page, drafts, revision };
  }

  users(): ListedResource[] {
    return [
      { variables: { id: 2 }, name: 'Posts of 2', mimeType: 'application/json' },
      { uri: 'users://1/posts?page=3', name: 'Posts of 1', size: 5 },
    ];
  }
}

@Module({ providers: [LibraryResources] })
export class LibraryResourcesModule {}
