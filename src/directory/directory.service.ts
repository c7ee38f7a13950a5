import { type FSWatcher, watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import mimeTypes from 'mime-types';
import { ConfigurationError } from '../protocol/index.js';
import { type ListedResource, ResourceRegistry, ResourceUpdates, UriTemplate } from '../resources/index.js';
import { type DirectoryLimits, type DirectoryOptions, limitsOf } from './directory.options.js';
import { listFilesIn } from './list-files.js';
import { readFileIn } from './read-file.js';
import { toServedSegments } from './served-path.js';

export const DIRECTORY_OPTIONS = Symbol('DirectoryOptions');

const VARIABLES = {
  type: 'object',
  properties: { path: { type: 'string' } },
  required: ['path'],
} as const;

/** The files of one folder, as the resources of a template. It owns the watch on the folder. */
@Injectable()
export class DirectoryService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('DirectoryResources');
  private readonly template: UriTemplate;
  private readonly limits: DirectoryLimits;
  private root = '';
  private watcher: FSWatcher | undefined;

  constructor(
    @Inject(DIRECTORY_OPTIONS) private readonly options: DirectoryOptions,
    private readonly resources: ResourceRegistry,
    private readonly updates: ResourceUpdates,
  ) {
    this.template = new UriTemplate(`${options.uri.replace(/\/$/, '')}/{+path}`, 'DirectoryResources');
    this.limits = limitsOf(options);
  }

  /** @throws ConfigurationError for a folder that is not there */
  async onApplicationBootstrap(): Promise<void> {
    const { folder, name = 'files', description, scopes, isPublic, watch: isWatched = true } = this.options;
    try {
      this.root = await realpath(folder);
    } catch (error) {
      throw new ConfigurationError(
        `DirectoryResources: ${folder} cannot be served: ${(error as Error).message}`,
      );
    }
    this.resources.registerTemplate({
      name,
      uriTemplate: this.template.template,
      ...(description !== undefined && { description }),
      ...(scopes && { scopes }),
      ...(isPublic !== undefined && { isPublic }),
      input: VARIABLES,
      read: (variables) => this.read((variables as { path: string }).path),
      list: () => this.list(),
    });
    if (isWatched) this.watch();
  }

  onModuleDestroy(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }

  private async read(path: string): Promise<object | undefined> {
    const segments = toServedSegments(path, this.limits.maxDepth);
    const blob = segments && (await readFileIn(this.root, segments, this.limits.maxFileBytes));
    return blob && { uri: this.template.expand({ path }), mimeType: typeOf(path), blob };
  }

  private async list(): Promise<ListedResource[]> {
    const files = await listFilesIn(this.root, this.limits);
    return files.flatMap(({ path, size, modifiedAt }) => {
      const uri = this.uriOf(path);
      const annotations = { lastModified: modifiedAt.toISOString() };
      return uri === undefined ? [] : { uri, name: path, mimeType: typeOf(path), size, annotations };
    });
  }

  /** @returns `undefined` for a name that would read as another one in a URI */
  private uriOf(path: string): string | undefined {
    try {
      return this.template.expand({ path });
    } catch {
      return undefined;
    }
  }

  private watch(): void {
    this.watcher = watch(this.root, { recursive: true, persistent: false }, (event, file) => {
      if (event === 'rename' || file === null) this.updates.announceList();
      if (file !== null) this.announce(file.split(sep).join('/'));
    });
    this.watcher.on('error', (error) => {
      this.logger.warn(`${this.root} is not watched any more: ${error.message}`);
      this.onModuleDestroy();
    });
  }

  private announce(path: string): void {
    const uri = toServedSegments(path, this.limits.maxDepth) && this.uriOf(path);
    if (uri !== undefined) this.updates.announce(uri);
  }
}

function typeOf(path: string): string {
  return mimeTypes.lookup(path) || 'application/octet-stream';
}
