import { Module } from '@nestjs/common';
import { PluginRepository } from './plugin.repository.js';
import { PluginService } from './plugin.service.js';

@Module({ providers: [PluginRepository, PluginService] })
export class PluginsModule {}
