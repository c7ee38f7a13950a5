import { Injectable } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Resource, ResourceTemplate } from '../../src/index.js';

/** One red pixel. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

class DataVariables {
  @IsString() id!: string;
}

/** The resources that the official conformance suite reads. */
@Injectable()
export class ConformanceResources {
  @Resource('test://static-text', { description: 'Text', mimeType: 'text/plain' })
  staticText(): string {
    return 'This is the content of the static text resource.';
  }

  @Resource('test://static-binary', { description: 'An image', mimeType: 'image/png' })
  staticBinary(): Buffer {
    return Buffer.from(PNG, 'base64');
  }

  @Resource('test://watched-resource', { description: 'What clients subscribe to' })
  watched(): string {
    return 'Watched resource content';
  }

  @ResourceTemplate('test://template/{id}/data', {
    description: 'Data by its id',
    mimeType: 'application/json',
  })
  data({ id }: DataVariables): object {
    return { id, templateTest: true, data: `Data for ID: ${id}` };
  }
}
