import { Module } from '@nestjs/common';
import { DocumentTools } from './document-tools.js';

@Module({ providers: [DocumentTools] })
export class DocumentsModule {}
