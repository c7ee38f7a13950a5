import { type DynamicModule, Module } from '@nestjs/common';
import type { DirectoryOptions } from './directory.options.js';
import { DIRECTORY_OPTIONS, DirectoryService } from './directory.service.js';

/**
 * Serves the files of a folder as resources, and lists them. Nothing outside of the folder is read: links are not followed, hidden
 * files are not served, and what was opened is held against the path. Import it once for each folder.
 */
@Module({})
export class DirectoryResources {
  static register(options: DirectoryOptions): DynamicModule {
    return {
      module: DirectoryResources,
      providers: [{ provide: DIRECTORY_OPTIONS, useValue: options }, DirectoryService],
    };
  }
}
