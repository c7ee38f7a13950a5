import { Injectable, NotFoundException } from '@nestjs/common';
import { type CallToolResult, content, type ContentBlock, Tool } from '../../../../src/index.js';
import { DocumentInput, ThumbnailInput, UploadInput } from './document-inputs.js';

@Injectable()
export class DocumentTools {
  private readonly documents = new Map([['terms.txt', Buffer.from('Pay first.')]]);

  @Tool({ name: 'upload_document', description: 'Keeps a file' })
  upload({ fileName, mimeType, data }: UploadInput): CallToolResult {
    const bytes = Buffer.from(data, 'base64');
    this.documents.set(fileName, bytes);
    return {
      content: [content.text(`${fileName}: ${bytes.length} bytes of ${mimeType}`)],
      _meta: { 'books.example.com/bytes': bytes.length },
    };
  }

  @Tool({ name: 'read_document', description: 'The text of a file', annotations: { readOnlyHint: true } })
  read({ fileName }: DocumentInput): ContentBlock {
    return content.embeddedResource(`file:///${fileName}`, this.find(fileName).toString(), 'text/plain');
  }

  @Tool({ name: 'make_thumbnail', description: 'A small picture of a file' })
  thumbnail({ fileName, format }: ThumbnailInput): ContentBlock {
    return content.image(new Uint8Array(this.find(fileName)), `image/${format}`);
  }

  @Tool({ name: 'read_aloud', description: 'A file, spoken' })
  readAloud({ fileName }: DocumentInput): ContentBlock {
    return content.audio(new Uint8Array(this.find(fileName)), 'audio/wav');
  }

  private find(fileName: string): Buffer {
    const bytes = this.documents.get(fileName);
    if (!bytes) throw new NotFoundException(`There is no file ${fileName}`);
    return bytes;
  }
}
